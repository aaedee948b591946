"""What one caller sees of the catalogue, opened table by table through Lake Formation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
from sqlglot import exp

from emulator.api import AwsError, Principal
from emulator.athena.engine.job import FileToRead, TableToRead, VisibleCells
from emulator.athena.faults import QueryFault, place, refuse, table_not_found
from emulator.athena.reading import parquet
from emulator.athena.reading.iceberg import IcebergPlans
from emulator.athena.reading.plans import Plan, Reader, split
from emulator.athena.sql.tables import CATALOGUE, Scan

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


class Lake(Protocol):
    """The door to Lake Formation and S3."""

    def open(self, principal: Principal, database: str, table: str) -> Readable:
        """Open a table of the caller's own catalogue; raises AwsError."""

    def databases(self, principal: Principal) -> list[Mapping[str, Any]]:
        """The databases that a caller sees."""

    def tables(self, principal: Principal, database: str) -> list[Mapping[str, Any]]:
        """The tables that a caller sees, with the columns it sees; raises AwsError."""

    def read(self, principal: Principal, bucket: str, key: str) -> Path:
        """Open an object; raises AwsError."""

    def keys(self, principal: Principal, bucket: str, prefix: str) -> list[str]:
        """List a prefix; raises AwsError."""


@dataclass(frozen=True)
class LakeTable:
    """A table of the catalogue, opened."""

    readable: Readable
    columns: Mapping[str, str]


@dataclass(frozen=True)
class MadeTable:
    """A table that is made here: information_schema."""

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
            return MadeTable(rows, dict.fromkeys(rows.schema.names, "varchar"))
        try:
            readable = self.lake.open(self.principal, database, table)
        except AwsError as error:
            raise self._refusal(error, database, table, node) from None
        if readable.table.get("TableType") == "VIRTUAL_VIEW":
            refuse(f"the view {database}.{table}", node)
        return LakeTable(readable, _visible_types(readable))

    def prepare(self, scan: Scan) -> TableToRead:
        """Find a table's files and open each with the rights of its reader.

        Raises:
            QueryFault: the reader may not read them, or they are of no format that is read here.
        """
        if isinstance(scan.table, MadeTable):
            columns = tuple(scan.columns) or tuple(scan.table.columns)[:1]
            rows = scan.table.rows.select(list(columns))
            return TableToRead(scan.name, rows.schema, columns, rows=rows)
        assert isinstance(scan.table, LakeTable)  # noqa: S101 - there are two kinds
        readable = scan.table.readable
        reader = LakeReader(self.lake, readable.reader, str(readable.table["Name"]))
        plan = self._plan(readable.table, reader)
        return self._table(scan, readable, plan, reader)

    def _plan(self, table: Mapping[str, Any], reader: Reader) -> Plan:
        parameters = table.get("Parameters", {})
        if parameters.get("table_type", "").upper() == "ICEBERG":
            return self.plans.plan(parameters["metadata_location"], reader)
        return parquet.plan(table, reader)

    def _table(self, scan: Scan, readable: Readable, plan: Plan, reader: Reader) -> TableToRead:
        known = set(plan.schema.names)
        columns = tuple(name for name in scan.columns if name in known)
        columns = columns or tuple(name for name in readable.columns if name in known)[:1]
        filters = tuple(VisibleCells(f.columns, f.rows) for f in readable.filters)
        # A filter may look at columns that its caller never sees: the cut needs them all.
        schema = plan.schema if filters else pa.schema([plan.schema.field(c) for c in columns])
        files = []
        for file in plan.files:
            path = reader.path(file.location)
            self.scanned.append(path.stat().st_size)
            files.append(FileToRead(str(path), file.names, file.plain, file.constants))
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


@dataclass(frozen=True)
class LakeReader:
    """Opens objects with the rights of a table's reader."""

    lake: Lake
    principal: Principal
    table: str

    def path(self, location: str) -> Path:
        """Open one object.

        Raises:
            QueryFault: PERMISSION_DENIED or HIVE_CANNOT_OPEN_SPLIT, with the table's name.
        """
        bucket, key = split(location)
        try:
            return self.lake.read(self.principal, bucket, key)
        except AwsError as error:
            raise self._fault(error, location) from None

    def list(self, location: str) -> list[str]:
        """List the objects below a prefix."""
        bucket, prefix = split(location)
        try:
            keys = self.lake.keys(self.principal, bucket, prefix)
        except AwsError as error:
            raise self._fault(error, location) from None
        return [f"s3://{bucket}/{key}" for key in keys]

    def _fault(self, error: AwsError, location: str) -> QueryFault:
        if error.code == "AccessDenied":
            return QueryFault(
                "PERMISSION_DENIED",
                f"Access denied when reading table {self.table} at {location}: {error.message}",
            )
        return QueryFault(
            "HIVE_CANNOT_OPEN_SPLIT",
            f"Error opening {location} of table {self.table}: {error.code}",
        )
