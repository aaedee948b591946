"""JSON in any arrangement: lines, one document, one large array, values one after the other."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mesh.scanning.formats.json_parts import Part, Parts
from mesh.scanning.formats.json_text import JsonText
from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.maps import Maps
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import Pairs, Records

_DECODER = json.JSONDecoder(object_pairs_hook=Pairs, strict=False)
# What becomes a decimal of a contract must not become a float before.
_EXACT = json.JSONDecoder(object_pairs_hook=Pairs, strict=False, parse_float=Decimal)


def read_json(
    stream: "io.BufferedReader[Any]",
    longest: int,
    *,
    exact: bool = False,
    maps: Maps | None = None,
) -> Iterator[Rows | Opaque]:
    """Give the values of a UTF-8 JSON text; items of an array around everything are rows.

    Args:
        stream: of the text.
        longest: characters that one value may have.
        exact: whether numbers with a point are given digit by digit, as rows of a table are.
        maps: what is known of its objects from what was read before.

    Raises:
        FileRefusedError: if it is no JSON, breaks off, is nested too deep or has too large a value.
    """
    records = Records(main=True)
    maps = maps or Maps(root=not exact)
    text = JsonText(stream, longest, _EXACT if exact else _DECODER)
    try:
        for path, value in _values(text, maps):
            records.add(maps.unfolded(value, path), table=path, path=path)
            if records.full():
                yield from records.drain()
    except FileRefusedError:
        # What came before the fault is looked at all the same.
        yield from records.drain()
        raise
    yield from records.drain()


def _values(text: JsonText, maps: Maps) -> Iterator[Part]:
    """Rows, and parts of rows that are too large to be built at once."""
    first, parts = text.next_sign(), Parts(text, maps)
    if not first:
        raise FileRefusedError(Reason.EMPTY, "it holds nothing but space")
    while sign := text.next_sign():
        if sign == "[" and not text.values:
            yield from parts.items("")
        else:
            yield from parts.row("")
