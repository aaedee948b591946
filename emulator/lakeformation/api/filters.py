"""Data cells filters: which columns and rows a grant on them shows."""

import uuid
from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.shapes import (
    read_columns,
    read_filter,
    read_table,
    write_columns,
    write_filter,
)
from emulator.lakeformation.catalogue import (
    GlueShape,
    column_types,
    columns_of,
    find_table,
    partition_columns,
)
from emulator.lakeformation.engine.decision import is_admin
from emulator.lakeformation.engine.granting import may_grant
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.holdings import holdings
from emulator.lakeformation.engine.lake import CellsFilter, Lake
from emulator.lakeformation.engine.resources import ALL_TABLES, Filter, Table
from emulator.lakeformation.rows import RowExpressionError, check_rows
from emulator.lakeformation.store import (
    administers_home,
    catalog_named,
    invalid,
    lake_of,
    missing,
    not_authorised,
    subject_of,
)


def create(call: Call) -> dict[str, Any]:
    """``CreateDataCellsFilter``."""
    wanted = call.parameters["TableData"]
    cells, lake = read_filter(wanted, call.account), _lake(call, wanted)
    if cells in lake.filters:
        raise AwsError("AlreadyExistsException", f"Data cells filter {cells.name} already exists.")
    lake.filters[cells] = _read(call, cells, wanted)
    return {}


def update(call: Call) -> dict[str, Any]:
    """``UpdateDataCellsFilter``: the grants on it stay; an outdated ``VersionId`` is refused."""
    wanted = call.parameters["TableData"]
    cells, lake = read_filter(wanted, call.account), _lake(call, wanted)
    before = _existing(lake, cells)
    if wanted.get("VersionId") not in (None, "", before.version):
        raise AwsError(
            "ConcurrentModificationException", f"Data cells filter {cells.name} has changed."
        )
    lake.filters[cells] = _read(call, cells, wanted)
    return {}


def get(call: Call) -> dict[str, Any]:
    """``GetDataCellsFilter``."""
    cells = read_filter(call.parameters, call.account)
    lake = lake_of(call.cloud, cells.table.catalog)
    if not _sees(call, lake, cells):
        raise not_authorised()
    return {"DataCellsFilter": _write(cells, _existing(lake, cells))}


def delete(call: Call) -> dict[str, Any]:
    """``DeleteDataCellsFilter``: the grants on it go with it."""
    cells = read_filter(call.parameters, call.account)
    lake = lake_of(call.cloud, cells.table.catalog)
    if not _may_delete(call, lake, cells):
        raise not_authorised()
    _existing(lake, cells)
    lake.forget_filter(cells)
    return {}


def list_filters(call: Call) -> dict[str, Any]:
    """``ListDataCellsFilter``: of one table, or of all."""
    shape = call.parameters.get("Table")
    table = read_table(shape, str(shape.get("CatalogId") or call.account)) if shape else None
    lake = lake_of(call.cloud, table.catalog if table else catalog_named(call))
    chosen = sorted(
        (f for f in lake.filters if table is None or f.table == table),
        key=lambda f: (f.table.database, f.table.name, f.name),
    )
    seen = [_write(f, lake.filters[f]) for f in chosen if _sees(call, lake, f)]
    return page(call, "DataCellsFilters", seen)


def _lake(call: Call, shape: Mapping[str, Any]) -> Lake:
    table = read_filter(shape, call.account).table
    lake = lake_of(call.cloud, table.catalog)
    if not _may_manage(call, lake, table):
        raise not_authorised()
    return lake


def _sees(call: Call, lake: Lake, cells: Filter) -> bool:
    """Who may grant with a filter sees it, and whoever holds DESCRIBE or DROP on it.

    Source: Lake Formation developer guide, granting-filter-perms.
    """
    subject = subject_of(call.principal)
    held = holdings(lake, subject, cells)
    shared = held.shared if administers_home(call.cloud, subject) else ()
    grants = (*held.direct, *held.passed_on, *shared)
    return is_admin(lake, subject) or any(_shows(grant, cells) for grant in grants)


def _shows(grant: Grant, cells: Filter) -> bool:
    if grant.resource == cells and grant.permissions & {"DESCRIBE", "DROP"}:
        return True
    around = (cells, cells.table, cells.table.every_sibling)
    return grant.resource in around and bool(grant.grantable & {"ALL", "SELECT"})


def _may_delete(call: Call, lake: Lake, cells: Filter) -> bool:
    held = holdings(lake, subject_of(call.principal), cells).direct
    dropping = any(g.resource == cells and "DROP" in g.permissions for g in held)
    return dropping or _may_manage(call, lake, cells.table)


def _may_manage(call: Call, lake: Lake, table: Table) -> bool:
    # Whoever filters rows decides about every column: SELECT on all of them, with grant option.
    subject = subject_of(call.principal)
    home = administers_home(call.cloud, subject)
    return may_grant(lake, subject, {"SELECT"}, table, administers_home=home)


def _read(call: Call, cells: Filter, wanted: Mapping[str, Any]) -> CellsFilter:
    if cells.table.name == ALL_TABLES or not cells.name:
        raise invalid("A data cells filter has a name and belongs to one table.")
    table = find_table(call.cloud, cells.table)
    if table is None:
        raise missing(f"Table {cells.table.name} not found.")
    if table.get("TargetTable"):
        raise invalid("A data cells filter belongs to the table itself, not to a resource link.")
    columns = read_columns(wanted, cells.table)
    if unknown := sorted(columns.names - set(columns_of(table))):
        raise invalid(f"Table {cells.table.name} has no column {', '.join(unknown)}.")
    rows = _read_rows(wanted.get("RowFilter") or {}, table)
    return CellsFilter(columns=columns, rows=rows, version=str(uuid.uuid4()))


def _read_rows(shape: Mapping[str, Any], table: GlueShape) -> str | None:
    expression, every = shape.get("FilterExpression"), shape.get("AllRowsWildcard") is not None
    if bool(expression) == every:
        raise invalid("Exactly one of FilterExpression and AllRowsWildcard must be given.")
    if every:
        return None
    try:
        check_rows(str(expression), column_types(table), partition_columns(table))
    except RowExpressionError as error:
        raise invalid(f"Invalid row filter expression: {error}") from None
    return str(expression)


def _existing(lake: Lake, cells: Filter) -> CellsFilter:
    if cells not in lake.filters:
        raise missing(f"Data cells filter {cells.name} not found.")
    return lake.filters[cells]


def _write(cells: Filter, held: CellsFilter) -> dict[str, Any]:
    rows: dict[str, Any] = (
        {"AllRowsWildcard": {}} if held.rows is None else {"FilterExpression": held.rows}
    )
    shape = write_filter(cells) | write_columns(held.columns)
    return shape | {"RowFilter": rows, "VersionId": held.version}
