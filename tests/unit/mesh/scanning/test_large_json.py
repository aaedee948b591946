"""A JSON value that is larger than any record is taken apart, and its parts found by their path."""

import json
from collections.abc import Iterator, Sequence

import pytest

from mesh.naming.limits import ScanLimits
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole

MAIL = "ada@example.org"
HIT = ("EMAIL_ADDRESS", 1)
ROWS: Sequence[object] = [{"number": place, "note": "some words " * 20} for place in range(25_000)]
PLANTED = [*ROWS, {"mail": MAIL}]


@pytest.fixture(scope="module")
def small() -> Iterator[FileScanner]:
    """One that builds no value of more than 4 MB."""
    with FileScanner(ScanLimits(cell_mb=4)) as scanner:
        yield scanner


@pytest.mark.parametrize(
    ("document", "columns"),
    [
        ({"of": "x", "rows": PLANTED}, {"rows[].mail"}),
        ({"answer": {"count": 3, "rows": PLANTED}}, {"answer.rows[].mail"}),
        ([{"rows": PLANTED}, {"rows": []}], {"rows[].mail"}),
        ({"rows": [PLANTED, [1]]}, {"rows[][].mail"}),
        ({"rows": ROWS, "last": MAIL}, {"last"}),
        ({"rows": ROWS, "of": {"mail": MAIL}}, {"of.mail"}),
        ({"first": MAIL, "rows": ROWS}, {"first"}),
        ({MAIL: 1, "x": {"y": ROWS}}, {"names of columns"}),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_lists_in_a_large_object_come_item_by_item(
    small: FileScanner, document: object, columns: set[str], indent: int | None
) -> None:
    scan = whole(small, json.dumps(document, indent=indent).encode())

    assert (scan.status, scan.reason) == (Status.COMPLETE, None)
    assert found(scan) == dict.fromkeys(columns, HIT)
    assert scan.rows == (len(document) if isinstance(document, list) else 1)


@pytest.mark.parametrize("inside", ["", "users"])
def test_a_large_map_comes_entry_by_entry(small: FileScanner, inside: str) -> None:
    users = {f"u{place}@example.org": row for place, row in enumerate(ROWS)}

    scan = whole(small, json.dumps({inside: users, "n": 1} if inside else users).encode())

    path = inside or "value"
    assert (scan.status, scan.rows) == (Status.COMPLETE, 1)
    assert found(scan) == {f"{path}[].key": ("EMAIL_ADDRESS", len(ROWS))}
    assert set(scan.columns) - {"n"} == {
        f"{path}[].key", f"{path}[].value.number", f"{path}[].value.note",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": "' + "words " * 900_000 + '"}', Reason.CELL_TOO_LARGE),
        ('{"a": ["' + "words " * 900_000 + '"]}', Reason.CELL_TOO_LARGE),
        (json.dumps({"rows": ROWS})[:-9], Reason.TRUNCATED),
        (json.dumps({"rows": ROWS})[:-1], Reason.TRUNCATED),
        (json.dumps({"rows": ROWS})[:-1] + "]", Reason.MALFORMED),
        (json.dumps({"rows": ROWS})[:-1] + ', "a" 1}', Reason.MALFORMED),
        (json.dumps({"rows": ROWS})[:-1] + ", 5: 1}", Reason.MALFORMED),
        (json.dumps({"rows": ROWS})[:-1] + ', "a": 1,}', Reason.MALFORMED),
    ],
)
def test_what_is_wrong_in_a_large_object_is_told(
    small: FileScanner, text: str, reason: Reason
) -> None:
    assert whole(small, text.encode()).reason is reason


def test_a_field_named_by_many_small_values_is_bounded(small: FileScanner) -> None:
    fields = {f"a{place}x": [place, "words " * 9_000] for place in range(90)}

    scan = whole(small, json.dumps({"of": fields | {"other": 5}}).encode())

    assert scan.reason is Reason.CELL_TOO_LARGE
