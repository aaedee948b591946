"""A publication: the file versions that one commit made readable."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What one commit to one table holds; the unit of rollback, withdrawal and erasure.

    Attributes:
        state: ``prepared`` until the ledger says that its files are published.
        files: file ids (key and version) whose rows it adds.
        superseded: file ids whose rows it takes away.
        is_new_shape: whether the table was made or widened for it.
        snapshot_id: of the commit; 0 while prepared.
    """

    domain: str
    product: str
    table: str
    publication_id: str
    state: Literal["prepared", "committed"]
    files: tuple[str, ...]
    superseded: tuple[str, ...]
    rows: int
    contract_version: str
    is_new_shape: bool = False
    snapshot_id: int = 0
    prepared_at: str = ""
    committed_at: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Write the publication as JSON knows it."""
        lists = {"files": list(self.files), "superseded": list(self.superseded)}
        return asdict(self) | lists

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        lists = {name: tuple(fields[name]) for name in ("files", "superseded")}
        return cls(**(dict(fields) | lists))


def publication_id(table: str, files: tuple[str, ...], prepared_at: str) -> str:
    """Name a publication by time, for people, and by content, so that two are never confused."""
    content = "\n".join((table, prepared_at, *files))
    when = prepared_at[:19].replace("-", "").replace(":", "")
    return f"{when}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
