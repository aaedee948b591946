"""A real Iceberg catalogue in a temporary folder: the publisher's own adapter runs on it."""

# ruff: noqa: D102 - the adapter and the catalogue say what these do.

from pathlib import Path
from typing import Any

import pyarrow as pa
from pyiceberg.catalog import MetastoreCatalog
from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.schema import Schema
from pyiceberg.serializers import FromInputFile
from pyiceberg.table import CommitTableResponse
from pyiceberg.table import Table as IcebergTable

from mesh.aws.iceberg import IcebergTables
from mesh.contracts.model import Contract, Table
from tests.unit.mesh.publishing.crashing import Faults
from tests.unit.mesh.publishing.fakes import NAMES


class MemoryCatalog(NoopCatalog, MetastoreCatalog):
    """Pointers to metadata files, swapped if the change still fits what is there, as Glue does."""

    def __init__(self) -> None:
        super().__init__("memory", **{"py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO"})
        self.pointers: dict[tuple[str, str], str] = {}

    def create_table(  # type: ignore[override]
        self,
        identifier: tuple[str, str],
        schema: Schema,
        location: str,
        *,
        properties: dict[str, str],
    ) -> IcebergTable:
        made = self._create_staged_table(identifier, schema, location, properties=properties)
        self._write_metadata(made.metadata, made.io, made.metadata_location)
        self.pointers[identifier] = made.metadata_location
        return self.load_table(identifier)

    def load_table(self, identifier: Any) -> IcebergTable:  # noqa: ANN401
        if identifier not in self.pointers:
            raise NoSuchTableError(identifier)
        location = self.pointers[identifier]
        io = self._load_file_io({}, location)
        metadata = FromInputFile.table_metadata(io.new_input(location))
        return IcebergTable(identifier, metadata, location, io, self)

    def commit_table(self, table: Any, requirements: Any, updates: Any) -> Any:  # noqa: ANN401
        identifier = table.name()
        current = self.load_table(identifier)
        made = self._update_and_stage_table(current, identifier, requirements, updates)
        self._write_metadata(made.metadata, made.io, made.metadata_location)
        self.pointers[identifier] = made.metadata_location
        return CommitTableResponse(metadata=made.metadata, metadata_location=made.metadata_location)  # type: ignore[call-arg]


class LocalTables(IcebergTables):
    """The adapter over files; every commit can be made to die before or after it happens."""

    def __init__(self, folder: Path, faults: Faults | None = None) -> None:
        self.catalog = MemoryCatalog()
        super().__init__(self.catalog, NAMES)
        self._folder = folder
        self._faults = faults or Faults()

    def open(self, contract: Contract, table: Table, account: str) -> tuple[Any, bool]:
        self._faults.pause()
        opened, is_changed = super().open(contract, table, account)
        self._faults.pause()
        commit = opened.commit

        def fragile(*arguments: Any) -> int:  # noqa: ANN401
            with self._faults.step():
                return commit(*arguments)

        opened.commit = fragile  # type: ignore[assignment, method-assign]
        return opened, is_changed

    def _location(self, contract: Contract, table: Table, account: str) -> str:
        place = super()._location(contract, table, account).removeprefix("s3://")
        return f"file://{self._folder}/{place}"

    def rows(self, name: str = "planes_v1") -> pa.Table:
        """What a consumer reads; nothing before the table is made."""
        if ("fleet", name) not in self.catalog.pointers:
            return pa.table({"tailnum": [], "_mesh_source": []})
        return self.catalog.load_table(("fleet", name)).scan().to_arrow()
