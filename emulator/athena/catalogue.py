"""What one caller sees of the catalogue, opened table by table through Lake Formation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import pyarrow as pa
from sqlglot import exp

from emulator.api import AwsError, Principal
from emulator.athena.engine.job import FileToRead, TableToRead, VisibleCells
from emulator.athena.faults import QueryFault, place, refuse, table_not_found
from emulator.athena.lake_reader import LakeReader, Objects
from emulator.athena.reading import iceberg_metadata, parquet
from emulator.athena.reading.iceberg import IcebergPlans, open_iceberg
from emulator.athena.reading.plans import Plan
from emulator.athena.reading.types import glue_type
from emulator.athena.sql.paths import PATH
from emulator.athena.sql.tables import CATALOGUE, Scan
from emulator.athena.sql.travel import AsOf, as_of
from emulator.athena.sql.views import View
from emulator.athena.stored_views import read_view

_SCHEMA_TABLES = "information_schema"


class Readable(Protocol):
    """A table as one principal may read it, decided by Lake Formation."""

    @property
    def table(self) -> Mapping[str, Any]:
        """As Glue keeps it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The visible ones."""

    @property
    def filters(self) -> tuple[Any, ...]:
        """To be united cell by cell; empty for every row."""

    @property
    def reader(self) -> Principal:
        """Whose rights read the files."""


class Lake(Objects, Protocol):
    """The door to Lake Formation and S3."""

    def open(self, principal: Principal, database: str, table: str) -> Readable:
        """Open a table of the caller's own catalogue; raises AwsError."""

    def databases(self, principal: Principal) -> list[Mapping[str, Any]]:
        """The databases that a caller sees."""

    def tables(self, principal: Principal, database: str) -> list[Mapping[str, Any]]:
        """The tables that a caller sees, with the columns it sees; raises AwsError."""


@dataclass(frozen=True)
class LakeTable:
    """A table of the catalogue, opened as it is or as it was."""

    readable: Readable
    columns: Mapping[str, str]
    as_of: AsOf | None = None


@dataclass(frozen=True)
class MadeTable:
    """A table that is made here: information_schema, or Iceberg's metadata."""

    rows: pa.Table
    columns: Mapping[str, str]


@dataclass(frozen=True)
class CallersCatalogue:
    """The catalogue of one caller; tables are opened once per query."""

    lake: Lake
    principal: Principal
    plans: IcebergPlans
    schema_rows: Callable[["CallersCatalogue", str], pa.Table]
    scanned: list[int] = field(default_factory=list)
    opened: dict[tuple[str, str], Readable] = field(default_factory=dict)

    def open(
        self, catalogue: str, database: str, table: str, node: exp.Expr
    ) -> LakeTable | MadeTable:
        """Open a table.

        Raises:
            QueryFault: TABLE_NOT_FOUND, or Lake Formation's refusal with the table's name.
        """
        if catalogue.lower() != CATALOGUE:
            raise QueryFault("CATALOG_NOT_FOUND", f"{place(node)}: Catalog '{catalogue}' not found")
        if database == _SCHEMA_TABLES:
            rows = self.schema_rows(self, table)
            return MadeTable(rows, {f.name: glue_type(f.type) for f in rows.schema})
        base, _, kind = table.partition("$")
        readable = self._readable(database, base, node)
        if readable.table.get("TableType") == "VIRTUAL_VIEW":
            refuse(f"metadata or an old version of the view {database}.{base}", node)
        if kind:
            return self._metadata(readable, kind, node)
        return self._lake_table(readable, as_of(node), node)

    def view(self, catalogue: str, database: str, table: str, node: exp.Expr) -> View | None:
        """Open a view; None for a table of any other kind.

        Raises:
            QueryFault: TABLE_NOT_FOUND, or Lake Formation's refusal with the view's name.
        """
        if catalogue.lower() != CATALOGUE or database == _SCHEMA_TABLES or "$" in table:
            return None
        return read_view(self._readable(database, table, node).table)

    def require_everything(self, database: str, table: str) -> None:
        """Refuse who may read only some of a table: what it does not see would be lost.

        Raises:
            QueryFault: PERMISSION_DENIED.
        """
        node = exp.to_table(table)
        if _is_restricted(self._readable(database, table, node)):
            raise _closed(f"table {database}.{table} to write it anew", None)

    def _readable(self, database: str, table: str, node: exp.Expr) -> Readable:
        key = (database, table)
        if key not in self.opened:
            try:
                self.opened[key] = self.lake.open(self.principal, database, table)
            except AwsError as error:
                raise self._refusal(error, database, table, node) from None
        return self.opened[key]

    def _metadata(self, readable: Readable, kind: str, node: exp.Expr) -> MadeTable:
        name = str(readable.table["Name"])
        if kind not in iceberg_metadata.KINDS or not _is_iceberg(readable.table):
            refuse(f"the metadata table {name}${kind}", node)
        if kind in iceberg_metadata.TELLING_OF_DATA and _is_restricted(readable):
            raise _closed(f"metadata table {name}${kind}", node)
        location = readable.table["Parameters"]["metadata_location"]
        found = open_iceberg(location, LakeReader(self.lake, readable.reader, name))
        rows = iceberg_metadata.rows_of(found, kind)
        return MadeTable(rows, {field.name: glue_type(field.type) for field in rows.schema})

    def _lake_table(self, readable: Readable, when: AsOf | None, node: exp.Expr) -> LakeTable:
        types = _visible_types(readable)
        if when is None:
            return LakeTable(readable, types)
        if not _is_iceberg(readable.table):
            refuse("time travel in a table that is not Iceberg", node)
        present = self._plan(readable, when).present or frozenset()
        then = {name: kind for name, kind in types.items() if name in present}
        return LakeTable(readable, then, when)

    def prepare(self, scan: Scan) -> TableToRead:
        """Find a table's files and open each with the rights of its reader.

        Raises:
            QueryFault: the reader may not read them, or they are of no format that is read here.
        """
        if isinstance(scan.table, MadeTable):
            columns = tuple(scan.columns) or tuple(scan.table.columns)[:1]
            rows = scan.table.rows.select([c for c in columns if c in scan.table.columns])
            return TableToRead(scan.name, rows.schema, columns, rows=rows)
        assert isinstance(scan.table, LakeTable)  # noqa: S101 - there are two kinds
        readable = scan.table.readable
        if PATH in scan.columns and _is_restricted(readable):
            raise _closed(f"column {PATH} of table {readable.table['Name']}", scan.node)
        return self._table(scan, readable, self._plan(readable, scan.table.as_of))

    def _reader(self, readable: Readable) -> LakeReader:
        return LakeReader(self.lake, readable.reader, str(readable.table["Name"]))

    def _plan(self, readable: Readable, when: AsOf | None) -> Plan:
        reader = self._reader(readable)
        if _is_iceberg(readable.table):
            location = readable.table["Parameters"]["metadata_location"]
            return self.plans.plan(location, reader, when)
        return parquet.plan(readable.table, reader)

    def _table(self, scan: Scan, readable: Readable, plan: Plan) -> TableToRead:
        # Beside what a file has, every row can be told which file it is from.
        whole = plan.schema.append(pa.field(PATH, pa.string()))
        columns = tuple(name for name in scan.columns if name in whole.names)
        columns = columns or tuple(name for name in readable.columns if name in whole.names)[:1]
        filters = tuple(VisibleCells(f.columns, f.rows) for f in readable.filters)
        # A filter may look at columns that its caller never sees: the cut needs them all.
        schema = plan.schema if filters else pa.schema([whole.field(c) for c in columns])
        reader, files = self._reader(readable), []
        for file in plan.files:
            path = reader.path(file.location)
            self.scanned.append(path.stat().st_size)
            its_path = {PATH: file.location} if PATH in columns else {}
            constants = {**file.constants, **its_path}
            files.append(
                FileToRead(
                    str(path), file.names, file.plain, constants, file.text, file.text_schema
                )
            )
        return TableToRead(scan.name, schema, columns, tuple(files), filters)

    def _refusal(self, error: AwsError, database: str, table: str, node: exp.Expr) -> QueryFault:
        if error.code == "EntityNotFoundException":
            return table_not_found(CATALOGUE, database, table, node)
        name = f"{database}.{table}"
        named = error.message if table in error.message else f"{error.message} ({name})"
        return QueryFault("", f"Insufficient permissions to execute the query. {named}")


def _visible_types(readable: Readable) -> dict[str, str]:
    storage = readable.table.get("StorageDescriptor", {})
    listed = [*storage.get("Columns", []), *readable.table.get("PartitionKeys", [])]
    types = {column["Name"].lower(): column["Type"].lower() for column in listed}
    return {name: types[name] for name in readable.columns if name in types}


def _is_iceberg(table: Mapping[str, Any]) -> bool:
    return str(table.get("Parameters", {}).get("table_type", "")).upper() == "ICEBERG"


def _is_restricted(readable: Readable) -> bool:
    """Whether the caller may not read every column of every row."""
    storage = readable.table.get("StorageDescriptor", {})
    listed = [*storage.get("Columns", []), *readable.table.get("PartitionKeys", [])]
    every = {column["Name"].lower() for column in listed}
    return bool(readable.filters) or not every <= set(readable.columns)


def _closed(what: str, node: exp.Expr | None) -> QueryFault:
    """Lake Formation does not look into metadata, so it opens it to who may read everything."""
    return QueryFault(
        "PERMISSION_DENIED",
        f"{place(node)}: AccessDeniedException: Access Denied: Cannot select from {what}: Lake"
        " Formation permissions on its table are restricted to some of its columns or rows",
    )
