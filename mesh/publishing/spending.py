"""What the scan of a file costs by Lambda's list price."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# USD each second for a gigabyte of memory, and of disk beyond 512 MB: arm64, first tier, Virginia
# (https://aws.amazon.com/lambda/pricing/).
_USD_MEMORY, _USD_DISK = 0.0000133334, 0.0000000309
_FREE_DISK_MB = 512
_USD_REQUEST = 0.0000002


@dataclass(frozen=True, kw_only=True)
class Spent:
    """One scan on a function.

    Attributes:
        bytes: of the landed file.
        seconds: from its message to its verdict.
        memory_mb: of the function.
        disk_mb: of the function.
    """

    bytes: int
    seconds: float
    memory_mb: int
    disk_mb: int = _FREE_DISK_MB

    @property
    def usd(self) -> float:
        """What it costs; a request is counted for each file, as if it came alone."""
        memory = self.memory_mb / 1024 * _USD_MEMORY
        disk = max(0, self.disk_mb - _FREE_DISK_MB) / 1024 * _USD_DISK
        return self.seconds * (memory + disk) + _USD_REQUEST

    @property
    def usd_per_gb(self) -> float:
        """What a gigabyte (10^9 bytes) of such files costs."""
        return self.usd * 1e9 / max(1, self.bytes)

    def to_dict(self) -> Mapping[str, Any]:
        """What a log keeps: numbers to add up, and how they come about."""
        memory, disk = self.memory_mb / 1024, max(0, self.disk_mb - _FREE_DISK_MB) / 1024
        return {
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "gb_seconds": round(self.seconds * memory, 4),
            "usd": round(self.usd, 9),
            "usd_per_gb": round(self.usd_per_gb, 6),
            "arithmetic": f"{self.seconds:.3f} s x ({memory:.2f} GB x {_USD_MEMORY:.10f} USD + "
            f"{disk:.2f} GB of disk x {_USD_DISK:.10f} USD) + {_USD_REQUEST:.7f} USD",
        }
