"""``MERGE INTO`` an Iceberg table: the rows that are there, changed, and those that are new.

Source: https://docs.aws.amazon.com/athena/latest/ug/merge-into-statement.html
"""

from collections.abc import Iterator, Sequence
from functools import reduce

import pyarrow as pa
from sqlglot import exp

from emulator.athena.faults import QueryFault, column_not_found
from emulator.athena.running import Query
from emulator.athena.store import Written
from emulator.athena.writing import iceberg
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.changing import open_for_change
from emulator.athena.writing.creating import COUNT
from emulator.athena.writing.inserting import require_types
from emulator.athena.writing.rows import Rows, rows_of
from emulator.athena.writing.statements import Merge

_FOUND, _MARK = "_found", "_changed"
_STAYS, _CHANGES, _GOES = 0, 1, 2


def merge(statement: Merge, query: Query, caller: Caller) -> None:
    """Change, delete and insert rows in one commit.

    Raises:
        QueryFault: in Athena's words; also to who may read only some of the table.
    """
    opened = open_for_change(statement.name, query, caller, ("DELETE", "INSERT"))
    names = opened.schema.names
    there = _there(statement, names)
    with rows_of(query, there) as rows, rows_of(query, _new(statement, names)) as added:
        require_types(pa.schema(list(rows.schema)[:-1]), list(opened.schema))
        require_types(added.schema, list(opened.schema))
        if rows.number > opened.rows():
            raise QueryFault(
                "MERGE_TARGET_ROW_MULTIPLE_MATCHES",
                "One MERGE target table row matched more than one source row",
            )
        changed = _count(rows) + added.number
        files = opened.replace(_all(rows, added, opened)) if changed else []
    query.execution.written = Written("", changed, files)
    query.execution.columns, query.execution.rows = COUNT, changed


def _there(statement: Merge, names: Sequence[str]) -> exp.Expr:
    """Every row of the table as it is to be, and what happens to it."""
    for column in (c for when in statement.whens for c in when.values):
        if column not in names:
            raise column_not_found(column, None)
    whens = [when for when in statement.whens if when.matched]
    conditions = [_all_of(_found(), when.condition) for when in whens]
    target = statement.target.alias_or_name
    columns = []
    for name in names:
        now = exp.column(name, table=target, quoted=True)
        values = [when.values.get(name, now).copy() for when in whens]
        columns.append(exp.alias_(_first(conditions, values, now), name, quoted=True))
    kinds: list[exp.Expr] = [_number(_GOES if when.deletes else _CHANGES) for when in whens]
    mark = exp.alias_(_first(conditions, kinds, _number(_STAYS)), _MARK, quoted=True)
    source = _with_mark(statement.source)
    return (
        exp.select(*columns, mark)
        .from_(statement.target.copy())
        .join(source, on=statement.condition.copy(), join_type="left")
    )


def _new(statement: Merge, names: Sequence[str]) -> exp.Expr:
    """The rows of the source that match none, as they are to be inserted."""
    whens = [when for when in statement.whens if not when.matched]
    conditions = [_all_of(exp.true(), when.condition) for when in whens]
    columns = [
        exp.alias_(
            _first(conditions, [w.values.get(n, exp.null()).copy() for w in whens], exp.null()),
            n,
            quoted=True,
        )
        for n in names
    ]
    none = exp.Is(this=exp.column(_FOUND, quoted=True), expression=exp.null())
    nothing: exp.Expr = exp.false()
    wanted = exp.Paren(this=reduce(_either, conditions, nothing))
    return (
        exp.select(*columns)
        .from_(statement.source.copy())
        .join(_with_mark(statement.target), on=statement.condition.copy(), join_type="left")
        .where(exp.and_(none, wanted))
    )


def _with_mark(side: exp.Expr) -> exp.Expr:
    """A side of the join, with a column that is there where it has a match."""
    name = side.alias_or_name
    inner = side.copy()
    mark = exp.alias_(exp.true(), _FOUND, quoted=True)
    every = exp.Column(this=exp.Star(), table=exp.to_identifier(name, quoted=True))
    return exp.select(every, mark).from_(inner).subquery(exp.to_identifier(name, quoted=True))


def _found() -> exp.Expr:
    return exp.column(_FOUND, quoted=True)


def _all_of(first: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    return first if condition is None else exp.and_(first, exp.Paren(this=condition.copy()))


def _either(first: exp.Expr, second: exp.Expr) -> exp.Expr:
    return exp.Or(this=exp.Paren(this=first), expression=exp.Paren(this=second.copy()))


def _first(
    conditions: Sequence[exp.Expr], values: Sequence[exp.Expr], otherwise: exp.Expr
) -> exp.Expr:
    if not conditions:
        return otherwise.copy()
    pairs = zip(conditions, values, strict=True)
    ifs = [exp.If(this=condition.copy(), true=value) for condition, value in pairs]
    return exp.Case(ifs=ifs, default=otherwise.copy())


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _count(rows: Rows) -> int:
    return sum(
        mark != _STAYS for batch in rows.batches() for mark in batch.column(_MARK).to_pylist()
    )


def _all(rows: Rows, added: Rows, opened: iceberg.OpenTable) -> Iterator[pa.RecordBatch]:
    wanted = opened.schema.append(pa.field(_MARK, pa.int32()))
    for batch in rows.batches(wanted):
        stays = pa.array([mark != _GOES for mark in batch.column(_MARK).to_pylist()], pa.bool_())
        yield batch.filter(stays).select(opened.schema.names)
    yield from added.batches(opened.schema)
