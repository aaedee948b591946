"""What one file may cost; mesh.yaml may change each number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

_MEGABYTE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class ScanLimits:
    """How far a file is followed before it is refused; what is refused is never clean.

    Attributes:
        ratio: how many times its size a file may unpack to; 64 MB are always allowed.
        depth: how many archives and packings may be around a file.
        members: how many files an archive may hold.
        cell_mb: the longest line, text or value. A row of CSV is never longer than 2 MB.
        file_mb: the largest file.
        whole_mb: the largest file of a format that is read whole (SQLite), and the largest file
            inside another of a format that is not read from its start to its end (Parquet in zip).
        seconds: the longest that reading one file may take.
    """

    ratio: int = 200
    depth: int = 3
    members: int = 10_000
    cell_mb: int = 32
    file_mb: int = 10_000
    whole_mb: int = 256
    seconds: int = 840

    @property
    def cell_bytes(self) -> int:
        """The longest value in bytes."""
        return self.cell_mb * _MEGABYTE

    @property
    def file_bytes(self) -> int:
        """The largest file in bytes."""
        return self.file_mb * _MEGABYTE

    @property
    def whole_bytes(self) -> int:
        """The largest file that is read whole, in bytes."""
        return self.whole_mb * _MEGABYTE

    @classmethod
    def from_dict(cls, given: Mapping[str, int]) -> Self:
        """Take over what is given; the rest is as always."""
        return cls(
            **{field.name: given[field.name] for field in fields(cls) if field.name in given}
        )

    def to_dict(self) -> dict[str, int]:
        """Write the limits as JSON knows them."""
        return asdict(self)
