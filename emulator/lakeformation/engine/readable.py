"""Which columns and rows of a table a subject may read: grants add up cell by cell, never wider."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.holdings import Holdings, holdings
from emulator.lakeformation.engine.lake import Lake, Subject
from emulator.lakeformation.engine.permissions import includes
from emulator.lakeformation.engine.resources import Columns, Filter, Table, TagPolicy
from emulator.lakeformation.engine.tags import matching_columns


@dataclass(frozen=True)
class Cells:
    """Some columns in the rows for which every expression holds."""

    columns: frozenset[str]
    rows: tuple[str, ...] = ()


def readable(
    lake: Lake, subject: Subject, table: Table, columns: tuple[str, ...]
) -> tuple[Cells, ...]:
    """What may be read, as cells to be united; nothing when there is no grant.

    A row seen through one grant does not show a column that only another grant gives.
    What an account was given and passed on is cut to both: columns of both, rows of both.
    """
    held, there = holdings(lake, subject, table), frozenset(columns)
    own = _cells(lake, held.direct, table, there)
    return tuple(_without_covered([*own, *_passed_on(lake, held, table, there)]))


def described(
    lake: Lake, subject: Subject, table: Table, columns: tuple[str, ...]
) -> frozenset[str]:
    """The columns whose names a subject may see: all of them if a grant is on the whole table.

    Of what was passed on, only those that the account was given as well; its administrator sees
    all of these.
    """
    held, there = holdings(lake, subject, table), frozenset(columns)
    given = _described(lake, held.shared, table, there)
    if held.sees_shared:
        return _described(lake, held.direct, table, there) | given
    passed_on = _described(lake, held.passed_on, table, there)
    return _described(lake, held.direct, table, there) | (given & passed_on)


def _described(
    lake: Lake, grants: Iterable[Grant], table: Table, columns: frozenset[str]
) -> frozenset[str]:
    if any(g.permissions and g.resource in (table, table.every_sibling) for g in grants):
        return columns
    return frozenset(
        column
        for grant in grants
        for column in _columns(lake, grant, table, columns, seeing="DESCRIBE")
    )


def _passed_on(
    lake: Lake, held: Holdings, table: Table, columns: frozenset[str]
) -> Iterator[Cells]:
    if not held.passed_on:
        return
    shared = list(_cells(lake, held.shared, table, columns))
    for mine in _cells(lake, held.passed_on, table, columns):
        for theirs in shared:
            if both := mine.columns & theirs.columns:
                yield Cells(both, tuple(dict.fromkeys((*theirs.rows, *mine.rows))))


def _cells(
    lake: Lake, grants: Iterable[Grant], table: Table, columns: frozenset[str]
) -> Iterator[Cells]:
    for grant in grants:
        seen = _columns(lake, grant, table, columns, seeing="SELECT")
        if not seen:
            continue
        rows = lake.filters[grant.resource].rows if isinstance(grant.resource, Filter) else None
        yield Cells(seen, (rows,) if rows is not None else ())


def _columns(
    lake: Lake, grant: Grant, table: Table, columns: frozenset[str], *, seeing: str
) -> frozenset[str]:
    resource = grant.resource
    if not includes(grant.permissions, seeing):
        return frozenset()
    if isinstance(resource, Table):
        return columns if resource in (table, table.every_sibling) else frozenset()
    if isinstance(resource, Columns) and resource.table == table:
        return resource.choose(columns)
    if isinstance(resource, Filter) and resource.table == table and resource in lake.filters:
        return lake.filters[resource].columns.choose(columns)
    if isinstance(resource, TagPolicy) and resource.covers == "TABLE":
        return matching_columns(lake, resource, table, columns)
    return frozenset()


def _without_covered(cells: list[Cells]) -> Iterator[Cells]:
    # Unfiltered grants become one, and what lies wholly within it says nothing new.
    free = frozenset(c for cell in cells if not cell.rows for c in cell.columns)
    if free:
        yield Cells(free)
    yield from dict.fromkeys(c for c in cells if c.rows and not c.columns <= free)
