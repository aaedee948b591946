"""The ledger as the API shows it and as owners decide on it; no reader of files is needed."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mesh.aws.registry import audit_item
from mesh.aws.registry_table import Item, RegistryTable, Write
from mesh.errors import ConflictError, NotFoundError
from mesh.publishing.waiving import RefusedFile, Waiver
from mesh.registry.audit import AuditRecord
from mesh.registry.keys import Family, Listed

_TOLD = (
    "judged_at", "status", "reasons", "notes", "findings", "waived", "reader_version",
    "engine_version", "contract_version",
)  # fmt: skip


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
        return map(_file, self._table.query(Family.FILES.key(f"{domain}/{product}")))

    def verdicts(self, domain: str, product: str, file_id: str) -> list[dict[str, Any]]:
        """What was said of a file version, the verdict that counts first.

        Raises:
            NotFoundError: if the ledger has no such file.
        """
        item = self._found(domain, product, file_id)
        before = self._table.query(Family.VERDICTS.key(f"{domain}/{product}"), f"{file_id}#")
        kept = sorted(before, key=lambda each: str(each["sk"]), reverse=True)
        return [_verdict(each) for each in (item, *kept)]

    def quarantined(self, domain: str | None = None) -> Iterator[dict[str, Any]]:
        """Files that wait for their owner; of every domain if none is named."""
        return map(_file, self._table.index(Listed.QUARANTINED, f"{domain}/" if domain else ""))

    def publications(self, domain: str, product: str) -> list[dict[str, Any]]:
        """What was published, newest first."""
        items = self._table.query(Family.PUBLICATIONS.key(f"{domain}/{product}"))
        shown = [_publication(item) for item in items if item.get("state") == "committed"]
        return sorted(shown, key=lambda entry: str(entry["committed_at"]), reverse=True)

    def refused(self, domain: str, product: str, file_id: str) -> Item:
        """A file's record while it waits for a decision.

        Raises:
            NotFoundError: if the ledger has no such file.
            ConflictError: if it is not in quarantine.
        """
        item = self._found(domain, product, file_id)
        if item["state"] != "quarantined":
            raise ConflictError(
                f"{item['key']} is {item['state']}; only a file in quarantine is decided on"
            )
        return item

    def _found(self, domain: str, product: str, file_id: str) -> Item:
        item = self._table.get(Family.FILES.key(f"{domain}/{product}"), file_id)
        if item is None:
            raise NotFoundError(
                f"{domain}/{product} has no file {file_id!r}; see 'mesh quarantine list'"
            )
        return item

    def published(self, domain: str, product: str, file_id: str) -> Item:
        """A file's record while its rows are readable.

        Raises:
            NotFoundError: if the ledger has no such file.
            ConflictError: if it is not published.
        """
        item = self._found(domain, product, file_id)
        if item["state"] != "published":
            raise ConflictError(
                f"{item['key']} is {item['state']}; only a published file is scanned on request, "
                "others are scanned by themselves"
            )
        return item

    def decide(self, item: Item, changes: Mapping[str, str], event: AuditRecord) -> Item:
        """Take a refused file out of quarantine, with the audit trail in the same write.

        Args:
            item: as ``refused`` gave it.
            changes: its new state, the decision, when it was taken, and the waivers if any.
            event: of the audit trail.

        Raises:
            ConflictError: if somebody else was faster.
        """
        before = int(item["revision"])
        after = {name: value for name, value in item.items() if not name.startswith("gsi_")}
        after |= {"revision": before + 1, **changes}
        self._table.put(Write(after, before), Write(audit_item(event)))
        return after


def refused_file(item: Mapping[str, Any]) -> RefusedFile:
    """What a release of the file is judged by."""
    verdict = json.loads(item["verdict"])
    return RefusedFile(
        key=item["key"],
        found=frozenset((found["column"], found["entity"]) for found in verdict["findings"]),
        contract_digest=verdict["contract_digest"],
        waivers=tuple(Waiver(**waiver) for waiver in json.loads(item["waivers"])),
    )


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
        "scan": {name: verdict.get(name, "") for name in ("status", "reason", "format")},
        "findings": verdict.get("findings", []),
        "waived": verdict.get("waived", []),
        "notes": verdict.get("notes", []),
        "landed_at": item["landed_at"],
        "publication": item.get("publication") or None,
        "decision": item.get("decision") or None,
    }


def _verdict(item: Mapping[str, Any]) -> dict[str, Any]:
    verdict = json.loads(item["verdict"])
    return {name: verdict.get(name) for name in _TOLD}


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
