"""The ledger as the API shows it and as owners decide on it; no reader of files is needed."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mesh.aws.registry import audit_item
from mesh.aws.registry_table import Item, RegistryTable, Write
from mesh.errors import ConflictError, NotFoundError
from mesh.registry.audit import AuditRecord


class LedgerView:
    """Files and publications of products."""

    def __init__(self, table: RegistryTable) -> None:
        self._table = table

    @classmethod
    def connect(cls) -> "LedgerView":
        """Use the function's own role and region."""
        return cls(RegistryTable.connect())

    def files(self, domain: str, product: str) -> Iterator[dict[str, Any]]:
        """Every file version that landed for a product."""
        return map(_file, self._table.query(f"FILES#{domain}/{product}"))

    def quarantined(self, domain: str | None = None) -> Iterator[dict[str, Any]]:
        """Files that wait for their owner; of every domain if none is named."""
        return map(_file, self._table.index("QUARANTINED", f"{domain}/" if domain else ""))

    def publications(self, domain: str, product: str) -> list[dict[str, Any]]:
        """What was published, newest first."""
        items = self._table.query(f"PUBLICATIONS#{domain}/{product}")
        shown = [_publication(item) for item in items if item.get("state") == "committed"]
        return sorted(shown, key=lambda entry: str(entry["committed_at"]), reverse=True)

    def find(self, domain: str, product: str, file_id: str) -> Item:
        """A file's record, as it is now.

        Raises:
            NotFoundError: if the ledger has no such file.
        """
        item = self._table.get(f"FILES#{domain}/{product}", file_id)
        if item is None:
            raise NotFoundError(
                f"{domain}/{product} has no file {file_id!r}; see 'mesh quarantine list'"
            )
        return item

    def decide(self, item: Item, state: str, decision: str, when: str, event: AuditRecord) -> Item:
        """Take a refused file out of quarantine, with the audit trail in the same write.

        Raises:
            ConflictError: if it is not in quarantine, or somebody else was faster.
        """
        if item["state"] != "quarantined":
            raise ConflictError(
                f"{item['key']} is {item['state']}; only a file in quarantine is decided on"
            )
        before = int(item["revision"])
        after = {name: value for name, value in item.items() if not name.startswith("gsi_")}
        after |= {
            "state": state,
            "revision": before + 1,
            "decision": decision,
            "changed_at": when,
        }
        self._table.put(Write(after, before), Write(audit_item(event)))
        return after


def _file(item: Mapping[str, Any]) -> dict[str, Any]:
    verdict = json.loads(item.get("verdict") or "{}")
    _, _, product = item["pk"].partition("#")
    return {
        "id": item["sk"],
        "product": product,
        "file": item["key"],
        "version_id": item["version_id"],
        "state": item["state"],
        "rows": verdict.get("rows"),
        "reason": "; ".join(verdict.get("reasons", ())),
        "findings": verdict.get("findings", []),
        "landed_at": item["landed_at"],
        "publication": item.get("publication") or None,
        "decision": item.get("decision") or None,
    }


def _publication(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": item["sk"],
        "table": item["table"],
        "committed_at": item["committed_at"],
        "rows": int(item["rows"]),
        "files": json.loads(item["files"]),
        "snapshot_id": int(item["snapshot_id"]),
        "contract_version": item["contract_version"],
    }
