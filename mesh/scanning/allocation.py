"""Lets the memory of one batch serve the next, where it would be given back and asked for anew."""

import ctypes
import sys
from contextlib import suppress

import pyarrow as pa

# What glibc aligns for Arrow leaves holes among what lives on, 20 MB of 3 GB of Parquet. For 64-bit
# ARM Arrow comes without the other one.
POOL = "jemalloc" if "jemalloc" in pa.supported_memory_backends() else "system"
"""The allocator of Arrow's memory, by its name in ``ARROW_DEFAULT_MEMORY_POOL``."""
# Of glibc's mallopt (malloc.h).
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_TRIM_BYTES, _MMAP_BYTES = 64 << 20, 32 << 20
_BYTES_BETWEEN = 256 << 20


def reuse_memory() -> None:
    """Have Arrow and numpy keep what one batch took.

    Arrow's usual pool keeps a third as much again beside it, and with glibc each large array of
    numpy is a new mapping whose every page is a fault: both took 30 MB and a twentieth of the time.
    """
    pa.set_memory_pool(getattr(pa, f"{POOL}_memory_pool")())
    _call("mallopt", _TRIM_THRESHOLD, _TRIM_BYTES)
    _call("mallopt", _MMAP_THRESHOLD, _MMAP_BYTES)


def give_memory_back() -> None:
    """Give back what is free between two files, which need not be alike."""
    pa.default_memory_pool().release_unused()
    _call("malloc_trim", 0)


class Passing:
    """Gives back what is free while a file passes: holes in the heap would grow with it.

    They were 30 MB of 10 GB of Parquet.
    """

    def __init__(self) -> None:
        self._bytes = 0

    def add(self, size: int) -> None:
        """Take note that so many bytes have passed."""
        self._bytes += size
        if self._bytes > _BYTES_BETWEEN:
            self._bytes = 0
            give_memory_back()


def _call(name: str, *arguments: int) -> None:
    if sys.platform == "linux":
        # Other C libraries have no such calls.
        with suppress(AttributeError):
            getattr(ctypes.CDLL(None), name)(*arguments)
