"""Ledger entries and publications as items of the registry table."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mesh.publishing.landing import ObjectFacts, ObjectVersion
from mesh.publishing.ledger import FileVerdict, LedgerEntry
from mesh.publishing.publications import Publication
from mesh.publishing.waiving import Waiver
from mesh.registry.keys import Family, Listed

Item = dict[str, Any]

_FILE = ("bucket", "key", "version_id", "sequencer")
_FACTS = ("etag", "checksum", "landed_at")
_WORDS = (
    "domain",
    "product",
    "state",
    "publication",
    "decision",
    "quarantine_version",
    "changed_at",
)


def key_of(domain: str, product: str, file_id: str) -> Item:
    """Primary key of a file's entry."""
    return {"pk": {"S": Family.FILES.key(f"{domain}/{product}")}, "sk": {"S": file_id}}


def entry_item(entry: LedgerEntry) -> Item:
    """Write an entry; the index shows it while it waits for publication or for a decision."""
    words = {name: getattr(entry, name) for name in _WORDS}
    words |= {name: getattr(entry.file, name) for name in _FILE}
    words |= {name: getattr(entry.facts, name) for name in _FACTS}
    words["verdict"] = entry.verdict.to_json()
    words["contract_version"] = entry.verdict.contract_version
    words["waivers"] = json.dumps([asdict(waiver) for waiver in entry.waivers])
    words |= _index_of(entry)
    item: Item = {name: {"S": value} for name, value in words.items()}
    item["size_bytes"] = {"N": str(entry.facts.size_bytes)}
    item["revision"] = {"N": str(entry.revision)}
    item["alerted"] = {"BOOL": entry.alerted}
    return item | key_of(entry.domain, entry.product, entry.file_id)


def entry_of(item: Mapping[str, Any]) -> LedgerEntry:
    """Read what ``entry_item`` wrote."""
    words = {name: value["S"] for name, value in item.items() if "S" in value}
    facts = {name: words[name] for name in _FACTS}
    return LedgerEntry(
        **{name: words[name] for name in _WORDS},
        file=ObjectVersion(**{name: words[name] for name in _FILE}),
        facts=ObjectFacts(size_bytes=int(item["size_bytes"]["N"]), **facts),
        verdict=FileVerdict.from_json(words["verdict"]),
        waivers=tuple(Waiver(**waiver) for waiver in json.loads(words["waivers"])),
        revision=int(item["revision"]["N"]),
        alerted=bool(item["alerted"]["BOOL"]),
    )


def verdict_item(entry: LedgerEntry) -> Item:
    """Write the verdict of one revision, to be kept when another takes its place."""
    return {
        "pk": {"S": Family.VERDICTS.key(f"{entry.domain}/{entry.product}")},
        "sk": {"S": f"{entry.file_id}#{entry.revision:06}"},
        "verdict": {"S": entry.verdict.to_json()},
    }


def publication_item(publication: Publication) -> Item:
    """Write a publication."""
    of = f"{publication.domain}/{publication.product}"
    return {
        "pk": {"S": Family.PUBLICATIONS.key(of)},
        "sk": {"S": publication.publication_id},
        "state": {"S": publication.state},
        "table": {"S": publication.table},
        "files": {"S": json.dumps(list(publication.files))},
        "superseded": {"S": json.dumps(list(publication.superseded))},
        "rows": {"N": str(publication.rows)},
        "snapshot_id": {"N": str(publication.snapshot_id)},
        "contract_version": {"S": publication.contract_version},
        "is_new_shape": {"BOOL": publication.is_new_shape},
        "prepared_at": {"S": publication.prepared_at},
        "committed_at": {"S": publication.committed_at},
    }


def publication_of(item: Mapping[str, Any]) -> Publication:
    """Read what ``publication_item`` wrote."""
    domain, product = item["pk"]["S"].partition("#")[2].split("/")
    words = {
        name: item[name]["S"]
        for name in ("state", "table", "contract_version", "prepared_at", "committed_at")
    }
    return Publication(
        domain=domain,
        product=product,
        publication_id=item["sk"]["S"],
        files=tuple(json.loads(item["files"]["S"])),
        superseded=tuple(json.loads(item["superseded"]["S"])),
        rows=int(item["rows"]["N"]),
        snapshot_id=int(item["snapshot_id"]["N"]),
        is_new_shape=bool(item["is_new_shape"]["BOOL"]),
        **words,
    )


def _index_of(entry: LedgerEntry) -> dict[str, str]:
    product = f"{entry.domain}/{entry.product}"
    if entry.state == "clean":
        order = f"{entry.facts.landed_at}#{entry.file_id}"
        return {"gsi_pk": Listed.CLEAN.key(product), "gsi_sk": order}
    if entry.state == "quarantined":
        when = f"{product}#{entry.changed_at}#{entry.file.version_id}"
        return {"gsi_pk": Listed.QUARANTINED.key(), "gsi_sk": when}
    return {}
