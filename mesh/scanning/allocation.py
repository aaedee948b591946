"""Lets the memory of one batch serve the next, where it would be given back and asked for anew."""

import ctypes
import sys
from contextlib import suppress

import pyarrow as pa

# Of glibc's mallopt (malloc.h).
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_TRIM_BYTES, _MMAP_BYTES = 64 << 20, 32 << 20
_BYTES_BETWEEN = 256 << 20


def reuse_memory() -> None:
    """Have Arrow and numpy keep what one batch took, Arrow apart from numpy where it can.

    What glibc aligns for Arrow leaves holes among what lives on, 20 MB of 3 GB of Parquet: jemalloc
    does not, with which Arrow comes but for 64-bit ARM. Arrow's usual allocator keeps a third as
    much again. For glibc each large array of numpy is a new mapping whose every page is a fault,
    unless it is told otherwise: a twentieth of a scan's time.
    """
    has_own = "jemalloc" in pa.supported_memory_backends()
    pa.set_memory_pool(pa.jemalloc_memory_pool() if has_own else pa.system_memory_pool())
    _call("mallopt", _TRIM_THRESHOLD, _TRIM_BYTES)
    _call("mallopt", _MMAP_THRESHOLD, _MMAP_BYTES)


def give_memory_back() -> None:
    """Give back what is free between two files, which need not be alike (glibc).

    Arrow's own allocator does so by itself, a second later.
    """
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
