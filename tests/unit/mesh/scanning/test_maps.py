"""Keys of an object that is used as a map are values: they are looked at in one column."""

import json
from collections.abc import Mapping, Sequence

import pytest

from mesh.scanning.reasons import Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole

INNER: Mapping[str, object] = {"team": "A", "rank": 3}


def word(number: int) -> str:
    """A key as people make them."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(3))


def lines(rows: Sequence[object]) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()


@pytest.mark.parametrize("arranged", [lines, lambda rows: json.dumps(rows).encode()])
@pytest.mark.parametrize("inner", [INNER, "A", 3, [INNER]])
def test_addresses_that_are_keys_are_found_and_counted(
    scanner: FileScanner, arranged: object, inner: object
) -> None:
    users = {f"ada{place}@example.org": inner for place in range(5)}
    assert callable(arranged)

    scan = whole(scanner, arranged([{"users": users, "n": 1}, {"users": {}, "n": 2}]))

    assert (scan.status, scan.rows) == (Status.COMPLETE, 2)
    assert found(scan) == {"users[].key": ("EMAIL_ADDRESS", 5)}
    assert all(name.startswith(("n", "users[].")) for name in scan.columns)


def test_a_document_that_is_a_map_is_one(scanner: FileScanner) -> None:
    document = {f"ada{place}@example.org": {"mail": "bob@example.org"} for place in range(5)}

    scan = whole(scanner, json.dumps(document, indent=1).encode())

    assert found(scan) == {
        "value[].key": ("EMAIL_ADDRESS", 5),
        "value[].value.mail": ("EMAIL_ADDRESS", 5),
    }


@pytest.mark.parametrize(
    "keys",
    [
        [f"{place:08}-aaaa-4aaa-8aaa-aaaaaaaaaaaa" for place in range(9)],
        [f"u{1_000_000 + place}" for place in range(9)],
        [str(2010 + place) for place in range(9)],
        [f"2013-01-0{place + 1}" for place in range(9)],
        [f"{word(place)}land" for place in range(40)],
    ],
)
def test_keys_that_tell_things_apart_are_one_column(
    scanner: FileScanner, keys: Sequence[str]
) -> None:
    rows = [{"of": dict.fromkeys(keys, INNER)}] * 3

    scan = whole(scanner, lines(rows))

    assert scan.columns == ("of[].key", "of[].value.team", "of[].value.rank")


@pytest.mark.parametrize("inner", [INNER, "A", 3])
def test_keys_that_differ_row_by_row_make_few_columns(scanner: FileScanner, inner: object) -> None:
    rows = [{"number": place, "of": {word(place): inner}} for place in range(17_000)]

    scan = whole(scanner, lines([*rows, {"of": {"last": {"team": "ada@example.org"}}}]))

    assert (scan.status, scan.rows) == (Status.COMPLETE, 17_001)
    assert len(scan.columns) < 250
    assert list(found(scan)) == ["of[].value.team"]


def test_very_many_keys_of_one_object_are_one_column(scanner: FileScanner) -> None:
    scan = whole(scanner, json.dumps({word(place): place for place in range(17_000)}).encode())

    assert (scan.status, scan.columns) == (Status.COMPLETE, ("value[].key", "value[].value"))


@pytest.mark.parametrize(
    "row",
    [
        {"address": {"street1": "x", "street2": "y", "zip": "1"}},
        {"0": "x", "1": "y", "2": "z"},
        {f"feature_{place}": place / 7 for place in range(600)},
        {"First Name": "x", "Größe": "y"},
        {"of": {"2019": "x", "note": "y"}},
    ],
)
def test_fields_of_records_stay_columns(scanner: FileScanner, row: Mapping[str, object]) -> None:
    scan = whole(scanner, lines([row] * 30))

    assert not any("[]" in name for name in scan.columns)
