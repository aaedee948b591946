"""Any table is the same rows, whether one parser of this project reads it or another."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet
from hypothesis import given
from hypothesis import strategies as st

from mesh.naming.limits import ScanLimits
from mesh.publishing.mapping.fitting import fitted
from mesh.publishing.reading import TableScan, scan_table
from mesh.scanning.reading import read
from tests.unit.mesh.publishing.table_files import SCHEMA, avro_of
from tests.unit.mesh.scanning.scanned import zipped

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": _TEXT,
            "seats": st.none() | st.integers(-(2**31), 2**31 - 1),
            "weight": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "built": st.none() | st.dates(date(1678, 1, 1), date(2261, 12, 31)),
            "seen": st.none() | st.datetimes(datetime(1678, 1, 1), datetime(2261, 12, 31)),  # noqa: DTZ001 - the contract's have no zone
            "active": st.none() | st.booleans(),
            "price": st.none() | st.decimals(-9_999_999, 9_999_999, places=2),
        }
    ),
    min_size=1,
    max_size=12,
)


def scan(content: bytes) -> TableScan:
    frames = read(io.BytesIO(content), len(content), ScanLimits(), SCHEMA.expected())
    return scan_table(fitted(frames, SCHEMA), SCHEMA.arrow(), len(content))


def in_json(row: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """Values as JSON has them; a decimal is a text where floats would spoil it."""
    written = {key: str(value) for key, value in row.items() if isinstance(value, date | Decimal)}
    return {key: value for key, value in (row | written).items() if whole or value is not None}


def columnar(table: pa.Table) -> list[bytes]:
    sinks = io.BytesIO(), io.BytesIO()
    pyarrow.parquet.write_table(table, sinks[0])
    pyarrow.orc.write_table(table, sinks[1])
    return [sink.getvalue() for sink in sinks]


def delimited(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, SCHEMA.names, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@given(ROWS)
def test_all_parsers_agree(rows: list[dict[str, Any]]) -> None:
    """Arrow's JSON parser and this project's, Avro's, Arrow's of columns, Arrow's of CSV."""
    table = pa.Table.from_pylist(rows, SCHEMA.arrow())
    by_line = "\n".join(json.dumps(in_json(row, whole=True)) for row in rows)
    contents = [
        *columnar(table),
        by_line.encode(),
        json.dumps([in_json(row, whole=True) for row in rows]).encode(),
        f"{by_line}\n".encode("utf-16"),
        avro_of(rows),
        zipped({"a": by_line}),
    ]
    # In texts, these stand for nothing.
    if not any(row["name"].strip() in SCHEMA.null_values for row in rows):
        contents.append(delimited(rows))

    scans = [scan(content) for content in contents]

    assert [each.faults for each in scans] == [()] * len(scans)
    assert {each.rows for each in scans} == {len(rows)}
    assert len({each.digest for each in scans}) == 1


@given(ROWS, st.randoms(use_true_random=False))
def test_fields_without_a_value_may_be_left_out(rows: list[dict[str, Any]], chance: Any) -> None:  # noqa: ANN401
    told = [in_json(row, whole=True) for row in rows]
    short = [
        in_json(row, whole=index == 0 or chance.random() < 0.5) for index, row in enumerate(rows)
    ]

    scans = [scan("\n".join(map(json.dumps, lines)).encode()) for lines in (told, short)]
    scans.append(scan(json.dumps(short).encode()))

    assert [each.faults for each in scans] == [()] * 3
    assert len({each.digest for each in scans}) == 1
