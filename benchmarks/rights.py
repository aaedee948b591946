"""How long Lake Formation takes to decide what one principal may read of a whole lake."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from benchmarks.measure import Measure, median_ms
from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import CellsFilter, Lake, Subject
from emulator.lakeformation.engine.readable import readable
from emulator.lakeformation.engine.resources import Columns, Filter, Resource, Table

TABLES, COLUMNS, GRANTS = 1_000, 50, 10_000
RUNS = 7
_CATALOG, _CONSUMER = "100000000001", "200000000005"
_NAMES = tuple(f"column_{number}" for number in range(COLUMNS))


def measure() -> Iterator[Measure]:
    """One principal, 1,000 tables of 50 columns, 10,000 grants: one table, and all of them."""
    subject = Subject(f"arn:aws:iam::{_CONSUMER}:role/analyst", _CONSUMER)
    lake = _lake(subject)
    tables = list(_tables())
    what = f"{TABLES:,} tables, {GRANTS:,} grants"
    one = median_ms(lambda: _decide(lake, subject, tables[:1]), runs=RUNS)
    yield Measure(f"Lake Formation decides on one of {what}", one, "ms", 50)
    every = median_ms(lambda: _decide(lake, subject, tables), runs=RUNS)
    yield Measure(f"Lake Formation decides on all of {what}", every, "ms", 50)


def _decide(lake: Lake, subject: Subject, tables: Iterable[Table]) -> None:
    """Which cells of each table may be read; what may not even be seen is passed over."""
    for table in tables:
        if decide(lake, subject, "DESCRIBE", table):
            readable(lake, subject, table, _NAMES)


def _tables() -> Iterator[Table]:
    for number in range(TABLES):
        yield Table(_CATALOG, f"database_{number % 20}", f"table_{number}")


def _lake(subject: Subject) -> Lake:
    """Ten grants on each table, column lists and row filters by turns, all to one principal."""
    lake = Lake(_CATALOG)
    for table in _tables():
        for turn in range(GRANTS // TABLES):
            lake.put_grant(_grant(subject, _part(lake, table, turn)))
    return lake


def _part(lake: Lake, table: Table, turn: int) -> Resource:
    columns = Columns(table, frozenset(_NAMES[turn * 5 : turn * 5 + 5]))
    if turn % 2:
        return columns
    cells = Filter(table, f"filter_{turn}")
    lake.filters[cells] = CellsFilter(columns=columns, rows=f"column_1 = {turn}", version="1")
    return cells


def _grant(subject: Subject, resource: Resource) -> Grant:
    return Grant(
        principal=subject.arn,
        resource=resource,
        permissions=frozenset({"SELECT"}),
        grantable=frozenset(),
        grantor_account=_CATALOG,
        granted_by=f"arn:aws:iam::{_CATALOG}:role/registrar",
        updated=datetime.now(UTC),
    )
