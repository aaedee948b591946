"""Every record of an Avro file is looked at, whether its fields are plain values or nested ones."""

import io
from typing import Any

import fastavro
import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole

MAIL = "ada@example.org"
CARD = 4111111111111111
MANY = 5000
PLAIN: list[dict[str, Any]] = [
    {"name": "mail", "type": ["null", {"type": "string", "avro.java.string": "String"}]},
    {"name": "card", "type": ["long", "null"]},
    {"name": "share", "type": "double"},
    {"name": "is_new", "type": "boolean"},
    {"name": "size", "type": {"type": "enum", "name": "size", "symbols": ["S", "L"]}},
]
NESTED: list[dict[str, Any]] = [{"name": "tags", "type": {"type": "array", "items": "string"}}]


def avro(fields: list[dict[str, Any]]) -> bytes:
    records: list[dict[str, Any]] = [
        {
            "mail": MAIL if place % 2 else None,
            "card": None if place % 5 else CARD,
            "share": place / 7,
            "is_new": place % 3 == 0,
            "size": "S",
            "tags": [],
        }
        for place in range(MANY)
    ]
    sink = io.BytesIO()
    fastavro.writer(sink, {"type": "record", "name": "r", "fields": fields}, records)
    return sink.getvalue()


def test_plain_fields_hold_the_same_as_beside_nested_ones(scanner: FileScanner) -> None:
    plain, nested = whole(scanner, avro(PLAIN)), whole(scanner, avro([*PLAIN, *NESTED]))

    assert (plain.status, plain.rows) == (Status.COMPLETE, MANY)
    assert found(plain) == {
        "mail": ("EMAIL_ADDRESS", MANY // 2),
        "card": ("CREDIT_CARD", MANY // 5),
    }
    assert plain.findings == nested.findings
    assert plain.columns == nested.columns[:5]


@pytest.mark.parametrize("fields", [PLAIN, [*PLAIN, *NESTED]])
def test_records_before_the_end_that_is_missing_are_looked_at(
    scanner: FileScanner, fields: list[dict[str, Any]]
) -> None:
    content = avro(fields)

    scan = whole(scanner, content[: len(content) // 2])

    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.TRUNCATED)
    assert MANY // 3 < scan.rows < MANY * 2 // 3
    assert found(scan)["mail"] == ("EMAIL_ADDRESS", scan.rows // 2)
