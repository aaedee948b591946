"""What one file may cost its scan; ``scan`` in mesh.yaml may change each number."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

_MEGABYTE = 1 << 20
# What Lambda gives unasked, and what is left beside the largest file.
_LEAST_DISK_MB, _ROOM_MB = 512, 240
_VARIABLE = "MESH_SCAN_LIMITS"
# The least and the most that each may be. A function has 10,240 MB of disk and 900 seconds.
RANGES: Mapping[str, tuple[int, int]] = {
    "ratio": (2, 10_000),
    "depth": (1, 10),
    "members": (1, 1_000_000),
    "cell_mb": (1, 256),
    "file_mb": (1, 10_000),
    "whole_mb": (1, 512),
    "page_mb": (1, 512),
    "seconds": (10, 840),
}


@dataclass(frozen=True, kw_only=True)
class ScanLimits:
    """How far a file is followed before it is refused; what is refused is never clean.

    Attributes:
        ratio: how many times its size a file may unpack to; 64 MB are always allowed.
        depth: how many archives and packings may be around a file.
        members: how many files an archive may hold.
        cell_mb: the longest line, text, value or row of CSV.
        file_mb: the largest file.
        whole_mb: the largest file of a format that is read whole (SQLite), and the largest file
            inside another of a format that is not read from its start to its end (Parquet in zip).
        page_mb: the largest page of Parquet, packed or not; up to four times as much is held.
        seconds: the longest that reading one file may take.
    """

    ratio: int = 200
    depth: int = 3
    members: int = 10_000
    cell_mb: int = 32
    file_mb: int = 10_000
    whole_mb: int = 256
    page_mb: int = 32
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

    @property
    def disk_mb(self) -> int:
        """What a function needs that copies each file to its disk before it reads it."""
        return max(_LEAST_DISK_MB, self.file_mb + _ROOM_MB)

    @classmethod
    def from_dict(cls, given: Mapping[str, int]) -> Self:
        """Take over what is given; the rest is as always."""
        known = [field.name for field in fields(cls)]
        return cls(**{name: given[name] for name in known if name in given})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the limits as a function gets them."""
        return cls.from_dict(json.loads(environment.get(_VARIABLE, "{}")))

    def to_dict(self) -> dict[str, int]:
        """Write the limits as JSON knows them."""
        return asdict(self)

    def to_environment(self) -> dict[str, str]:
        """Environment of a function that reads files."""
        return {_VARIABLE: json.dumps(self.to_dict(), separators=(",", ":"))}


def limit_faults(given: object) -> list[str]:
    """What is wrong with ``scan`` in mesh.yaml, each with what to write instead."""
    if not isinstance(given, Mapping):
        return [f"scan: write limits by name, any of {', '.join(RANGES)}"]
    faults = []
    for name, value in given.items():
        least, most = RANGES.get(name, (0, 0))
        if not most:
            faults.append(f"scan.{name} is no limit; write one of {', '.join(RANGES)}")
        elif isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            faults.append(f"scan.{name}: write a whole number from {least:,} to {most:,}")
    return faults
