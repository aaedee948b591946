"""Compares the columns that a file has with those that its contract promises."""

import re
from collections import Counter
from collections.abc import Sequence

from mesh.publishing.readers.refusal import UnreadableError

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}")


def check_columns(found: Sequence[str], promised: Sequence[str]) -> None:
    """Make sure that the file has exactly the contract's columns, in any order.

    Raises:
        UnreadableError: naming what is missing, unknown or doubled.
    """
    faults = [f"column {name} is missing" for name in promised if name not in found]
    if len(faults) == len(promised):
        raise UnreadableError(
            "none of the contract's columns is there; the first line must be a header with "
            + ", ".join(promised)
        )
    faults += [
        f"column {name} is there {count} times"
        for name, count in Counter(found).items()
        if count > 1 and name in promised
    ]
    faults += _unknown(found, promised)
    if faults:
        raise UnreadableError("; ".join(faults))


def _unknown(found: Sequence[str], promised: Sequence[str]) -> list[str]:
    """Name unknown columns only where the first line is surely a header and no row of data."""
    is_header = len(set(found) & set(promised)) * 2 >= len(promised)
    return [
        f"column {name} is not in the contract"
        if is_header and _IDENTIFIER.fullmatch(name)
        else f"column {place} of the file is not in the contract"
        for place, name in enumerate(found, start=1)
        if name not in promised
    ]
