"""What each method makes of one value. Nulls stay null, and types stay what they are."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from mesh.contracts.model import Column, Deidentification
from mesh.deidentification.tokens import TokenKeys, tokeniser

Change = Callable[[Any], Any]
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MASK = "*"


class UnfitValueError(Exception):
    """A value to which a method cannot be applied. It says nothing of the value."""


def change_of(column: Column, asked: Deidentification, keys: TokenKeys, domain: str) -> Change:
    """The function from a filled value of a column to what is published."""
    if asked.method == "mask":
        return _masking(asked.keep)
    if asked.method == "tokenise":
        return tokeniser(keys.key(asked.key, domain), of_numbers=column.type != "string")
    if asked.method == "generalise":
        return _banding(asked.band) if asked.band else _starting(asked.to)
    return _nothing


def _nothing(_: object) -> None:
    return None


def _masking(keep: int) -> Change:
    def mask(value: str) -> str:
        # Of a short value the end would be most of it.
        kept = keep if len(value) >= 3 * keep else 0
        return _MASK * (len(value) - kept) + value[len(value) - kept :]

    return mask


def _banding(width: int) -> Change:
    def band(value: float) -> float:
        if isinstance(value, float) and not math.isfinite(value):
            raise UnfitValueError("is no finite number")
        return value // width * width

    return band


def _starting(unit: str) -> Change:
    def start(value: Any) -> Any:  # noqa: ANN401 - a date, a moment or a text gives the same
        if isinstance(value, date):
            month = value.month if unit == "month" else 1
            if not isinstance(value, datetime):
                return value.replace(month=month, day=1)
            midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight.replace(month=month, day=1)
        written = _DATE.match(str(value))
        if written is None:
            raise UnfitValueError("is no date written as yyyy-mm-dd")
        return f"{written[1]}-{written[2] if unit == 'month' else '01'}-01"

    return start
