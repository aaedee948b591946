"""Paging, as every list of Athena does it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from emulator.api import Call
from emulator.athena.store import refused

T = TypeVar("T")


def page(call: Call, items: Sequence[T], name: str, *, most: int = 50) -> dict[str, Any]:
    """Answer one page and the token of the next."""
    start = token_of(call)
    size = int(call.parameters.get("MaxResults") or most)
    answer: dict[str, Any] = {name: list(items[start : start + size])}
    if start + size < len(items):
        answer["NextToken"] = str(start + size)
    return answer


def token_of(call: Call) -> int:
    """Read the token that a page ended with.

    Raises:
        AwsError: InvalidRequestException, for one that was never given.
    """
    token = str(call.parameters.get("NextToken") or "0")
    if not token.isdigit():
        raise refused(f"NextToken {token} is not valid")
    return int(token)
