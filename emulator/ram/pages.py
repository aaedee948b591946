"""Long answers in pages."""

from collections.abc import Sequence
from typing import Any

from emulator.api import AwsError, Call

_MOST = 500


def page(call: Call, key: str, items: Sequence[Any]) -> dict[str, Any]:
    """The page of a list that a call asks for, with the token of the next one."""
    token = str(call.parameters.get("nextToken") or "0")
    if not token.isdecimal():
        message = f"The specified value for nextToken isn't valid: {token!r}"
        raise AwsError("InvalidNextTokenException", message)
    start = int(token)
    end = start + min(int(call.parameters.get("maxResults") or _MOST), _MOST)
    further = {"nextToken": str(end)} if end < len(items) else {}
    return {key: list(items[start:end])} | further
