"""What a query engine asks before it reads a table: which cells, and with whose credentials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import pyarrow.compute as pc

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.lakeformation.abroad import at
from emulator.lakeformation.accounting import tell_access
from emulator.lakeformation.catalogue import (
    GlueShape,
    column_types,
    columns_of,
    find_table,
    partition_columns,
)
from emulator.lakeformation.engine.lake import Subject
from emulator.lakeformation.engine.readable import Cells, readable
from emulator.lakeformation.engine.resources import Database, Table
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.rows import RowExpressionError, rows_to_arrow
from emulator.lakeformation.sight import (
    require,
    see_databases,
    see_tables,
    sees,
    target_of,
    through_database_link,
)
from emulator.lakeformation.store import denied, lake_of, missing, subject_of
from emulator.lakeformation.vending import is_vended, reader_of


@dataclass(frozen=True)
class VisibleFilter:
    """Some columns in the rows where an expression is true; ``None`` means every row."""

    columns: frozenset[str]
    rows: pc.Expression | None


@dataclass(frozen=True)
class ReadableTable:
    """A table as one principal may read it.

    Attributes:
        table: as Glue keeps it; a link's target.
        columns: the visible ones, lower case, in the table's order.
        filters: to be united cell by cell; empty when every visible column shows every row.
        reader: whose credentials read the files: a session of the location's role.
    """

    table: Mapping[str, Any]
    columns: tuple[str, ...]
    filters: tuple[VisibleFilter, ...]
    reader: Principal


def open_table(
    cloud: Cloud, principal: Principal, catalog_id: str | None, database: str, table: str
) -> ReadableTable:
    """Decide what a principal may read of a table, resource links followed.

    Raises:
        AwsError: AccessDeniedException or EntityNotFoundException.
    """
    subject = subject_of(principal)
    named = Table(catalog_id or principal.account, database.lower(), table.lower())
    with cloud.lock:
        allow_read(cloud, principal, "glue:GetTable", named)
        target, found = resolve(cloud, subject, named)
        vended = is_vended(cloud, principal, target, found)
        try:
            opened = _open(cloud, principal, named, target, found)
        except AwsError as refused:
            if vended:
                tell_access(cloud, principal, (named, target), refused=refused)
            raise
        if vended:
            tell_access(cloud, principal, (named, target), reader=opened.reader)
        return opened


def visible_databases(
    cloud: Cloud, principal: Principal, catalog_id: str | None = None
) -> list[GlueShape]:
    """The databases of a catalogue that a principal sees."""
    with cloud.lock:
        catalog = catalog_id or principal.account
        allow_read(cloud, principal, "glue:GetDatabases", catalog)
        return list(see_databases(cloud, subject_of(principal), catalog))


def visible_tables(
    cloud: Cloud, principal: Principal, catalog_id: str | None, database: str
) -> list[GlueShape]:
    """The tables of a database that a principal sees, each with the columns it sees.

    Raises:
        AwsError: AccessDeniedException or EntityNotFoundException.
    """
    with cloud.lock:
        named = Database(catalog_id or principal.account, database.lower())
        allow_read(cloud, principal, "glue:GetTables", named)
        return see_tables(cloud, subject_of(principal), named)


def _open(
    cloud: Cloud, principal: Principal, named: Table, target: Table, found: GlueShape
) -> ReadableTable:
    lake = lake_of(cloud, target.catalog)
    subject = at(cloud, lake, subject_of(principal), target)
    cells = readable(lake, subject, target, columns_of(found))
    if not cells:
        reason = "Insufficient Lake Formation permission(s): Required Select on"
        raise denied(f"{reason} {named.name}")
    return ReadableTable(
        table=found,
        columns=_visible(columns_of(found), cells),
        filters=_filters(cells, found),
        reader=reader_of(cloud, principal, target, found),
    )


def resolve(cloud: Cloud, subject: Subject, named: Table) -> tuple[Table, GlueShape]:
    """The table that is meant by a name, resource links followed.

    Raises:
        AwsError: AccessDeniedException or EntityNotFoundException.
    """
    table = through_database_link(cloud, subject, named)
    found = _existing(cloud, subject, table)
    if not found.get("TargetTable"):
        return table, found
    # A link opens nothing by itself: it needs DESCRIBE, and its target the right to read.
    require(cloud, subject, "DESCRIBE", table)
    target = target_of(found)
    return target, _existing(cloud, subject, target)


def _existing(cloud: Cloud, subject: Subject, table: Table) -> GlueShape:
    found = find_table(cloud, table)
    if found is None:
        if not sees(cloud, subject, table.parent):
            require(cloud, subject, "DESCRIBE", table)
        raise missing(f"Table {table.name} not found.")
    return found


def _visible(columns: Iterable[str], cells: Iterable[Cells]) -> tuple[str, ...]:
    seen = frozenset(column for cell in cells for column in cell.columns)
    return tuple(column for column in columns if column in seen)


def _filters(cells: tuple[Cells, ...], found: GlueShape) -> tuple[VisibleFilter, ...]:
    if not any(cell.rows for cell in cells):
        return ()
    types, partitions = column_types(found), partition_columns(found)
    try:
        return tuple(
            VisibleFilter(cell.columns, _all_of(cell.rows, types, partitions)) for cell in cells
        )
    except RowExpressionError as error:
        raise denied(f"A row filter no longer fits table {found['Name']}: {error}") from None


def _all_of(
    rows: tuple[str, ...], types: Mapping[str, str], partitions: frozenset[str]
) -> pc.Expression | None:
    if not rows:
        return None
    return reduce(and_, (rows_to_arrow(text, types, partitions) for text in rows))
