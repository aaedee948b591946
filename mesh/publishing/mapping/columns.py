"""Compares the columns that a file has with those that its contract promises."""

import re
from collections.abc import Sequence

from mesh.publishing.mapping.refusal import UnreadableError
from mesh.scanning.names import is_plain

# As readers call a column whose name is taken.
_AGAIN = re.compile(r"(.+) \((\d+)\)")


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
    faults += unknown_columns(found, promised)
    if faults:
        raise UnreadableError("; ".join(faults))


def unknown_columns(found: Sequence[str], promised: Sequence[str]) -> list[str]:
    """Tell of columns that the contract does not have.

    They are named only where the file is surely of this contract, and names are no values.
    """
    is_header = len(set(found) & set(promised)) * 2 >= len(promised)
    return [
        _unknown(name, place, promised, is_header=is_header)
        for place, name in enumerate(found, start=1)
        if name not in promised
    ]


def _unknown(name: str, place: int, promised: Sequence[str], *, is_header: bool) -> str:
    again = _AGAIN.fullmatch(name)
    if again and again[1] in promised:
        return f"column {again[1]} is there {again[2]} times"
    if is_header and is_plain(name):
        return f"column {name} is not in the contract"
    return f"column {place} of the file is not in the contract"
