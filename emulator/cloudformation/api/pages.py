"""Long answers in pages, by a token that says where the next one starts."""

from collections.abc import Sequence
from typing import TypeVar

from emulator.api import AwsError

T = TypeVar("T")
_PAGE = 100


def page(items: Sequence[T], token: str | None) -> tuple[Sequence[T], str | None]:
    """One page of items and the token of the next, None after the last.

    Raises:
        AwsError: ValidationError, if the token is none of ours.
    """
    if token is not None and not token.isdigit():
        raise AwsError("ValidationError", "NextToken is not valid")
    start = int(token or 0)
    end = start + _PAGE
    return items[start:end], str(end) if end < len(items) else None
