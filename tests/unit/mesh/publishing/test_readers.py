"""Every file becomes typed rows, or is refused by a reason that names a place and no value."""

import gzip
import io
import json
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesh.naming.limits import ScanLimits
from mesh.publishing.digest import digest_of
from mesh.publishing.mapping.fitting import fitted
from mesh.publishing.mapping.refusal import UnreadableError
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.reading import rows_of
from mesh.scanning.reading import read
from tests.unit.mesh.publishing.table_files import SCHEMA

HEADER = "name,seats,weight,built,seen,active,price"
ROW = "N1,5,1.5,2013-01-02,2013-01-02T03:04:05Z,true,9.50"
OBJECT = {
    "name": "N1",
    "seats": 5,
    "weight": 1.5,
    "built": "2013-01-02",
    "seen": "2013-01-02 03:04:05",
    "active": True,
    "price": "9.50",
}


def rows(content: bytes, schema: FileSchema = SCHEMA) -> list[dict[str, Any]]:
    frames = read(io.BytesIO(content), len(content), ScanLimits(), schema.expected())
    batches = rows_of(fitted(frames, schema), schema.arrow())
    return [row for batch in batches for row in batch.to_pylist()]


def refusal(content: bytes, schema: FileSchema = SCHEMA) -> str:
    with pytest.raises(UnreadableError) as refused:
        rows(content, schema)
    return str(refused.value)


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()


def typed() -> pa.Table:
    """The row as a table of the contract's types."""
    return pa.Table.from_pylist(rows(f"{HEADER}\n{ROW}\n".encode()), SCHEMA.arrow())


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW}\n".encode(),
        f"{HEADER}\r\n{ROW}\r\n".encode(),
        b"\xef\xbb\xbf" + f"{HEADER}\n{ROW}".encode(),
        f"{HEADER}\n{ROW}\n".replace(",", ";").encode(),
        f"{HEADER}\n{ROW}\n".replace(",", "\t").encode(),
        gzip.compress(f"{HEADER}\n{ROW}\n".encode(), mtime=0),
        json.dumps(OBJECT).encode(),
        gzip.compress(json.dumps(OBJECT).encode(), mtime=0),
        parquet(typed()),
        parquet(typed().select(list(reversed(SCHEMA.names)))),
    ],
)
def test_the_same_row_comes_out_of_every_format_whatever_the_name(content: bytes) -> None:
    (row,) = rows(content)

    assert (row["name"], row["seats"], row["weight"]) == ("N1", 5, 1.5)
    assert (str(row["built"]), str(row["seen"])) == ("2013-01-02", "2013-01-02 03:04:05")
    assert (row["active"], row["price"]) == (True, Decimal("9.50"))


def test_the_contract_says_which_texts_are_null() -> None:
    (row,) = rows(f"{HEADER}\nNaN,NA,,NA,NA,NA,NA\n".encode())

    assert row == dict.fromkeys(SCHEMA.names) | {"name": "NaN"}


def test_quoted_line_breaks_and_delimiters_belong_to_the_value() -> None:
    content = f'{HEADER}\n"a, b\nc",5,1.5,NA,NA,NA,NA\n'.encode()

    assert rows(content)[0]["name"] == "a, b\nc"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("seats", "fivehundred"),
        ("seats", "5.5"),
        ("seats", "99999999999"),
        ("weight", "heavy-secret"),
        ("weight", "0x1F"),
        ("built", "2013-13-45"),
        ("built", "02/01/2013"),
        ("seen", "2013-01-02"),
        ("seen", "2013-01-02 25:61:00"),
        ("active", "perhaps"),
        ("price", "9.555"),
        ("price", "12345678901.00"),
    ],
)
def test_a_value_of_another_type_is_named_by_place_and_never_shown(column: str, text: str) -> None:
    good = dict(zip(SCHEMA.names, ROW.split(","), strict=True))
    bad = ",".join((good | {column: text}).values())

    reason = refusal(f"{HEADER}\n{ROW}\n{bad}\n{ROW}".encode())

    assert reason.startswith(f"row 2, column {column}: is not ")
    assert text not in reason


def test_a_row_without_a_required_value_is_named() -> None:
    assert refusal(f"{HEADER}\n{ROW}\nNA{ROW[2:]}\n".encode()) == (
        "row 2, column name: is required and has no value"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "EMPTY: it has no bytes. The file is empty"),
        (b"\n \n", "The file is empty"),
        (gzip.compress(b"", mtime=0), "The file is empty"),
        (b"name,seats\nN1,5\n", "column weight is missing"),
        (f"{HEADER},extra\n{ROW},1\n".encode(), "column extra is not in the contract"),
        (f"{HEADER},seats\n{ROW},1\n".encode(), "column seats is there 2 times"),
        (f"{HEADER}\n{ROW},1\n".encode(), "line 2 has 8 fields where the first has 7"),
        (b"PK\x03\x04....", "TRUNCATED: the zip's directory is missing"),
        (b"PAR1" + b"\x00" * 50, "TRUNCATED: its footer is missing"),
        (parquet(typed())[:-20], "TRUNCATED: its footer is missing"),
        (gzip.compress(HEADER.encode() * 999, mtime=0)[:-20], "TRUNCATED: the gzip breaks off"),
        (b"[1, 2]", "column 1 of the file is not in the contract"),
        (b"some words\nin lines", "it holds no table"),
        (b"<a><b>N1</b></a>", "it holds no table"),
        (b'{"name": "N1"}', "column seats is missing; column weight is missing"),
        (b'{"name": ' + b"[" * 50_000, "DEPTH_LIMIT: values are nested too deep"),
        (json.dumps(OBJECT | {"weight": "x"}).encode(), "row 1, column weight: is not a number"),
        (
            json.dumps(OBJECT | {"seats": True}).encode(),
            "column seats is bool, the",
        ),
        (json.dumps(OBJECT | {"name": {"a": 1}}).encode(), "column name.a is not in the contract"),
        (json.dumps(OBJECT | {"name": 5}).encode(), "column name is int64, the contract says str"),
        (json.dumps([OBJECT, OBJECT | {"name": 5}]).encode(), "holds texts and other values"),
        (json.dumps(OBJECT | {"of": [{"a": 1}]}).encode(), "column of[].a is not in the contract"),
        (parquet(pa.table({name: ["x"] for name in SCHEMA.names})), "the contract says int"),
    ],
)
def test_what_is_no_such_file_is_refused_by_a_reason_that_says_what_to_do(
    content: bytes, reason: str
) -> None:
    assert reason in refusal(content)


def test_a_headerless_file_does_not_have_its_first_row_told() -> None:
    reason = refusal(b"Jane Doe,jane@example.org\nJohn Roe,john@example.org\n")

    assert "header" in reason
    assert "ane" not in reason


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = gzip.compress(HEADER.encode() + b"\n" + (ROW.encode() + b"\n") * 2_000_000)

    assert "unpacks to more than" in refusal(bomb)


def test_numbers_in_parquet_may_be_of_a_wider_type_if_nothing_is_lost() -> None:
    schema = FileSchema(columns=(("seats", "int"),), required=(), null_values=())

    assert rows(parquet(pa.table({"seats": pa.array([5.0, None])})), schema) == [
        {"seats": 5},
        {"seats": None},
    ]
    wide = parquet(pa.table({"seats": pa.array([1, 2**40])}))
    assert refusal(wide, schema).startswith("row 2, column seats: is not")


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0"))),
            st.one_of(st.none(), st.integers(-(2**31), 2**31 - 1)),
        ),
        max_size=30,
    ),
    st.integers(1, 7),
)
def test_the_digest_does_not_know_how_rows_are_cut_into_batches(
    values: list[tuple[str | None, int | None]], size: int
) -> None:
    schema = pa.schema([("name", pa.string()), ("seats", pa.int32())])  # type: ignore[arg-type]
    table = pa.Table.from_pylist([{"name": n, "seats": s} for n, s in values], schema)

    whole = digest_of(schema, table.to_batches())

    assert digest_of(schema, table.to_batches(size)) == whole
    if values:
        other = pa.Table.from_pylist([{"name": f"{n}x", "seats": s} for n, s in values], schema)
        assert digest_of(schema, other.to_batches()) != whole


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_rows_or_a_refusal_and_never_another_error(content: bytes) -> None:
    for prefix in (b"", HEADER.encode() + b"\n", b'{"name": "'):
        try:
            rows(prefix + content)
        except UnreadableError:
            continue
