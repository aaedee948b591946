"""A table is cut before the engine has it: hidden columns and rows are in no answer."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from emulator.athena.engine.job import FileToRead, Job, TableToRead, VisibleCells
from emulator.athena.engine.pool import WorkerFault, shared

STAFF = pa.table(
    {
        "id": pa.array([1, 2, 3], pa.int32()),
        "name": ["Ann", "Bob", "Cid"],
        "base": ["hel", "hel", "osl"],
    }
)
IN_HELSINKI = pc.field("base") == "hel"


@pytest.fixture(params=["plain", "renamed"])
def staff(request: pytest.FixtureRequest, tmp_path: Path) -> TableToRead:
    """Rows in Parquet: as the table has them, or with a column under its older name."""
    written, is_plain = STAFF, request.param == "plain"
    names = {name: name for name in STAFF.schema.names}
    if not is_plain:
        written, names = STAFF.rename_columns({"name": "nick"}), names | {"name": "nick"}
    pq.write_table(written, tmp_path / "staff")
    file = FileToRead(str(tmp_path / "staff"), names, plain=is_plain)
    return TableToRead("t", STAFF.schema, ("id", "name"), (file,))


def show(table: TableToRead, *cells: VisibleCells) -> TableToRead:
    return replace(table, filters=cells)


def ask(sql: str, table: TableToRead) -> list[str]:
    parts: list[bytes] = []
    shared().start().finish(Job(sql, (table,)), lambda _: None, parts.append)
    return b"".join(parts).decode().replace('"', "").splitlines()


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT count(*) FROM t", ["2"]),
        ("SELECT name FROM t ORDER BY 1", ["Ann", "Bob"]),
        ("SELECT id FROM t WHERE name = 'Cid'", []),
        ("SELECT id FROM t WHERE id > 1", ["2"]),
        ("SELECT max(id) FROM t", ["2"]),
        ("SELECT a.id FROM t a JOIN t b ON a.id = b.id + 1", ["2"]),
    ],
)
def test_a_hidden_row_is_in_no_answer(staff: TableToRead, sql: str, rows: list[str]) -> None:
    table = show(staff, VisibleCells(frozenset({"id", "name"}), IN_HELSINKI))

    assert ask(sql, table) == rows


@pytest.mark.parametrize("sql", ["SELECT base FROM t", "SELECT id FROM t WHERE base = 'hel'"])
@pytest.mark.parametrize("rows", [None, IN_HELSINKI])
def test_a_hidden_column_does_not_exist(
    staff: TableToRead, sql: str, rows: pc.Expression | None
) -> None:
    table = show(staff, VisibleCells(frozenset({"id", "name"}), rows))

    with pytest.raises(WorkerFault, match="base"):
        ask(sql, table)


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT id FROM t WHERE name = 'Cid'", []),
        ("SELECT id FROM t WHERE name >= 'B' ORDER BY 1", ["2"]),
        ("SELECT id FROM t WHERE name IS NULL", ["3"]),
        ("SELECT id FROM t WHERE name IS NOT NULL ORDER BY 1", ["1", "2"]),
        ("SELECT count(*), count(name) FROM t", ["3,2"]),
        ("SELECT id, name FROM t ORDER BY id", ["1,Ann", "2,Bob", "3,"]),
    ],
)
def test_no_condition_looks_behind_a_hidden_cell(
    staff: TableToRead, sql: str, rows: list[str]
) -> None:
    named_in_helsinki = VisibleCells(frozenset({"id", "name"}), IN_HELSINKI)
    numbers_everywhere = VisibleCells(frozenset({"id"}), None)

    assert ask(sql, show(staff, named_in_helsinki, numbers_everywhere)) == rows


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT name, count(*) FROM t GROUP BY 1 ORDER BY 1", ["Ann,2000", "Cid,2000", ",2000"]),
        ("SELECT count(*) FROM t WHERE name LIKE 'A%'", ["2000"]),
        ("SELECT count(*) FROM t WHERE name IN ('Cid', 'Dan')", ["2000"]),
        ("SELECT count(*) FROM t WHERE name IS NULL", ["2000"]),
        ("SELECT max(name || '!') FROM t", ["Cid!"]),
        ("SELECT count(*) FROM t a JOIN (SELECT DISTINCT name FROM t) b USING (name)", ["4000"]),
    ],
)
def test_texts_that_repeat_answer_like_any_other(tmp_path: Path, sql: str, rows: list[str]) -> None:
    texts = {
        "name": ["Ann", "Bob", None, "Cid"] * 2000,
        "base": ["hel", "osl", "hel", "hel"] * 2000,
    }
    written = pa.table(texts)
    pq.write_table(written, tmp_path / "texts", row_group_size=3000)
    file = FileToRead(str(tmp_path / "texts"), {name: name for name in texts}, plain=True)
    table = TableToRead("t", written.schema, ("name",), (file,))

    assert ask(sql, show(table, VisibleCells(frozenset({"name"}), IN_HELSINKI))) == rows
