"""Long answers in pages."""

from collections.abc import Sequence
from typing import Any

from emulator.api import Call
from emulator.lakeformation.store import invalid

_MOST = 1000


def page(call: Call, key: str, items: Sequence[Any], *, most: int = _MOST) -> dict[str, Any]:
    """The page of a list that a call asks for, with the token of the next one."""
    token = str(call.parameters.get("NextToken") or "0")
    if not token.isdecimal():
        raise invalid(f"NextToken {token!r} is not one that this operation gave.")
    start = int(token)
    end = start + min(int(call.parameters.get("MaxResults") or most), most)
    further = {"NextToken": str(end)} if end < len(items) else {}
    return {key: list(items[start:end])} | further
