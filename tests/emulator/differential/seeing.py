"""What a principal sees of a table: by ``mesh/access``, by the emulator's decision, by real calls.

All are told in one form, so that they can be compared: the columns, and the rows in which every
hidden cell is NULL; ``None`` where nothing may be read.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from botocore.exceptions import ClientError

from emulator.api import AwsError
from emulator.lakeformation.reading import open_table
from mesh.access.effective import Catalogue, Readable
from mesh.access.lake import Table
from mesh.aws.catalogues import Catalogues
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.differential.scene import DATABASES, SHARED, WHOLE, account_of
from tests.emulator.differential.stage import Stage, rows_of

_REFUSALS = frozenset({"AccessDeniedException", "EntityNotFoundException"})


@dataclass(frozen=True)
class Seen:
    """Columns in the table's order, and rows as a set of texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def by_access(readable: Readable, columns: tuple[str, ...]) -> Seen:
    """What ``mesh/access`` says, its row expressions judged by SQLite."""
    shown = tuple(column for column in columns if column in readable.columns)
    rows = rows_of(columns)
    visible = _true_in(readable.rows, rows)
    cells = {column: _true_in(readable.columns[column], rows) for column in shown}
    return _seen(
        shown,
        (
            [row[column] if number in cells[column] else None for column in shown]
            for number, row in enumerate(rows)
            if number in visible
        ),
    )


def by_decision(stage: Stage, principal: str, name: Table, columns: tuple[str, ...]) -> Seen | None:
    """What the emulator decides for a query, its row expressions judged by arrow."""
    house = stage.house
    who = stage.session(principal)
    try:
        opened = open_table(
            house.cloud, who, account_of(principal), stage.name(name.database), name.table
        )
    except AwsError as error:
        if error.code not in _REFUSALS:
            raise
        return None
    rows = rows_of(columns)
    table = pa.Table.from_pylist(rows).append_column("_n", pa.array(range(len(rows))))
    every = frozenset(range(len(rows)))
    cells: dict[str, frozenset[int]] = {}
    for each in opened.filters:
        kept = every if each.rows is None else _numbers(table, each.rows)
        for column in each.columns:
            cells[column] = cells.get(column, frozenset()) | kept
    if not opened.filters:
        cells = dict.fromkeys(opened.columns, every)
    shown = [
        [row[column] if number in cells[column] else None for column in opened.columns]
        for number, row in enumerate(rows)
        if any(number in kept for kept in cells.values())
    ]
    return _seen(opened.columns, shown)


def by_glue(stage: Stage, principal: str, name: Table) -> tuple[str, ...] | None:
    """Columns that ``GetTable`` shows."""
    try:
        found = stage.house.glue(principal).get_table(
            DatabaseName=stage.name(name.database), Name=name.table
        )["Table"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in _REFUSALS:
            raise
        return None
    # A link alone, as who may not see its target gets it, has no columns.
    columns = found.get("StorageDescriptor", {}).get("Columns", ())
    return tuple(column["Name"] for column in columns) or None


def by_query(stage: Stage, principal: str, name: Table) -> Seen | None:
    """Rows that ``SELECT *`` gives through Athena."""
    query = f'SELECT * FROM "{name.table}"'  # noqa: S608 - names of our own
    more = {"QueryExecutionContext": {"Database": stage.name(name.database)}}
    ended = stage.house.ask(query, principal, **more)
    if ended["Status"]["State"] == "FAILED":
        return None
    athena = stage.house.athena(principal)
    found = athena.get_query_results(QueryExecutionId=ended["QueryExecutionId"])["ResultSet"]
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for row in found["Rows"]]
    return _seen(tuple(str(column) for column in rows[0]), rows[1:])


def by_listing(stage: Stage) -> dict[str, Catalogue]:
    """The catalogues as an administrator of each account lists them."""
    house = stage.house
    owner = Catalogues(house.glue(house.admin), house.lf(house.admin), GOVERNANCE)
    consumer = Catalogues(house.glue(house.keeper), house.lf(house.keeper), CONSUMER)
    return {
        GOVERNANCE: owner.read([stage.name(name) for name in DATABASES]),
        CONSUMER: consumer.read([stage.name(name) for name in (*SHARED.values(), *WHOLE.values())]),
    }


def _seen(columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> Seen:
    texts = (tuple("NULL" if cell is None else str(cell) for cell in row) for row in rows)
    return Seen(columns, tuple(sorted(texts)))


def _numbers(table: pa.Table, rows: pc.Expression) -> frozenset[int]:
    return frozenset(int(str(n)) for n in table.filter(rows).column("_n").to_pylist())


def _true_in(expressions: frozenset[str] | None, rows: list[dict[str, object]]) -> frozenset[int]:
    """Numbers of the rows in which one of some expressions is true."""
    if expressions is None:
        return frozenset(range(len(rows)))
    found: set[int] = set()
    with sqlite3.connect(":memory:") as base:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        base.execute(f"CREATE TABLE t (_n, {columns})")
        marks = ", ".join("?" * (len(rows[0]) + 1))
        for number, row in enumerate(rows):
            base.execute(f"INSERT INTO t VALUES ({marks})", (number, *row.values()))  # noqa: S608
        for expression in expressions:
            query = f"SELECT _n FROM t WHERE {expression}"  # noqa: S608 - expressions of our own
            found |= {number for (number,) in base.execute(query)}
    base.close()
    return frozenset(found)
