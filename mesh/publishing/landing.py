"""What landed: exactly one version of one object."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from mesh.contracts.model import Contract, Table
from mesh.errors import NotFoundError

# Ledger partition of files whose key names no product at all.
NO_PRODUCT = "-"
# A sort key holds 1,024 bytes, the version and a time among them.
_LONGEST_KEY = 900


@dataclass(frozen=True, kw_only=True)
class ObjectVersion:
    """The address of bytes that never change.

    Attributes:
        bucket: a landing bucket.
        key: as S3 knows it, not URL-encoded.
        version_id: S3's.
        sequencer: orders the versions of one key: hexadecimal, compared as if padded with zeros on
            the right.
    """

    bucket: str
    key: str
    version_id: str
    sequencer: str

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> Self:
        """Read S3's event as EventBridge delivers it."""
        detail = event["detail"]
        landed = detail["object"]
        return cls(
            bucket=detail["bucket"]["name"],
            key=landed["key"],
            version_id=landed["version-id"],
            sequencer=landed["sequencer"],
        )

    def to_event(self, account: str) -> dict[str, Any]:
        """Write the event that S3 would have sent."""
        landed = {"key": self.key, "version-id": self.version_id, "sequencer": self.sequencer}
        return {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "account": account,
            "detail": {"bucket": {"name": self.bucket}, "object": landed},
        }

    @property
    def source(self) -> str:
        """Value of ``_mesh_source`` in every row that comes from here."""
        return f"{self.key}?{self.version_id}"

    @property
    def file_id(self) -> str:
        """Sort key in the ledger: key and version; a key too long for that stands by its digest."""
        return f"{ledger_key(self.key)}#{self.version_id}"

    @property
    def product(self) -> str:
        """First part of the key, which names the product; ``-`` if there is none."""
        first, slash, _ = self.key.partition("/")
        return first if slash and re.fullmatch(r"[a-z][a-z0-9-]*", first) else NO_PRODUCT


@dataclass(frozen=True, kw_only=True)
class ObjectFacts:
    """What S3 says of a version.

    Attributes:
        checksum: S3's own if it keeps one, else empty; the ledger has the parsed rows' digest too.
        landed_at: ISO 8601 in UTC.
    """

    etag: str
    checksum: str
    size_bytes: int
    landed_at: str


def ledger_key(key: str) -> str:
    """A key as the ledger sorts by it."""
    if len(key.encode()) <= _LONGEST_KEY:
        return key
    return f"sha256-{hashlib.sha256(key.encode()).hexdigest()}"


def table_of(contract: Contract, key: str) -> Table:
    """Find the table that a key lands for: the only one, or the one that its second part names.

    Raises:
        NotFoundError: if the product has several tables and the key names none of them.
    """
    if len(contract.tables) == 1:
        return contract.tables[0]
    parts = key.split("/")
    names = [table.name or "" for table in contract.tables]
    if len(parts) > 2 and parts[1] in names:  # noqa: PLR2004 - product, table, file
        return contract.table(parts[1])
    product = contract.address.product
    raise NotFoundError(
        f"{product} has several tables; land under {product}/<table>/ as one of {', '.join(names)}"
    )


def order_of(sequencer: str) -> str:
    """Sort key of a sequencer: S3 compares them padded with zeros on the right."""
    return sequencer.lower().ljust(64, "0")
