"""Iceberg tables in the governance catalogue: opened, widened, and committed to in one snapshot."""

import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, cast

import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.glue import GlueCatalog
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError, ValidationException
from pyiceberg.expressions import AlwaysTrue, NotIn
from pyiceberg.io import FileIO
from pyiceberg.manifest import DataFile
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.snapshots import Snapshot

from mesh.aws.iceberg_files import data_file, file_schema, source_of
from mesh.aws.iceberg_types import contract_type, iceberg_schema, iceberg_type
from mesh.contracts.model import Contract, Table
from mesh.errors import ConflictError
from mesh.naming import Names
from mesh.naming.names import database
from mesh.publishing.evolution import SOURCE_COLUMN, columns_to_add, wanted_columns
from mesh.publishing.parquet_writer import RollingWriter, WrittenFile
from mesh.publishing.publications import Publication

PUBLICATION = "mesh.publication"
CONTRACT_VERSION = "mesh.contract-version"
FENCE = "mesh.fence"
_PROPERTIES = {
    "format-version": "2",
    # Replacements find whole files by this column's bounds, so the bounds must be whole too.
    f"write.metadata.metrics.column.{SOURCE_COLUMN}": "full",
    # A commit that met another is never repeated on top of it: the ledger decides again.
    "commit.retry.num-retries": "0",
    "write.parquet.compression-codec": "zstd",
}
_RECENT = 200


class IcebergTables:
    """``Tables`` over an Iceberg catalogue."""

    def __init__(self, catalog: Catalog, names: Names) -> None:
        self._catalog = catalog
        self._names = names

    @classmethod
    def connect(cls, names: Names) -> "IcebergTables":
        """Use governance's Glue catalogue with the function's own role."""
        return cls(glue_catalog(names.region), names)

    def open(self, contract: Contract, table: Table, account: str) -> tuple["IcebergOpen", bool]:
        """Open the table, made or widened to the contract first; tell whether that changed it."""
        name = (database(contract.address.domain), contract.table_name(table))
        location = self._location(contract, table, account)
        try:
            opened = self._catalog.load_table(name)
        except NoSuchTableError:
            opened = self._catalog.create_table(
                name, iceberg_schema(wanted_columns(table)), location, properties=_PROPERTIES
            )
        # A fence is no data: the first publication is still the first.
        is_changed = all(map(_is_fence, opened.snapshots()))
        existing = {f.name: contract_type(f.field_type) for f in opened.schema().fields}
        missing = columns_to_add(contract, table, existing)
        if missing:
            with opened.update_schema() as update:
                for column, kind in missing.items():
                    update.add_column(column, iceberg_type(kind))
            opened = self._catalog.load_table(name)
        return IcebergOpen(opened), is_changed or bool(missing)

    def _location(self, contract: Contract, table: Table, account: str) -> str:
        address = contract.address
        bucket = self._names.bucket("published", account)
        own = f"/{table.name}" if table.name and len(contract.tables) > 1 else ""
        return f"s3://{bucket}/{address.product}/v{address.major}{own}"


class IcebergOpen:
    """``OpenTable``: one table, as it was when it was opened."""

    def __init__(self, table: IcebergTable) -> None:
        self._table = table

    def publication_snapshots(self) -> dict[str, int]:
        """Publications among the recent snapshots, and their snapshots."""
        recent = sorted(self._table.snapshots(), key=lambda snapshot: snapshot.timestamp_ms)[
            -_RECENT:
        ]
        return {
            snapshot.summary.additional_properties[PUBLICATION]: snapshot.snapshot_id
            for snapshot in recent
            if snapshot.summary and PUBLICATION in snapshot.summary.additional_properties
        }

    def kept(self, columns: Sequence[str], dropped: frozenset[str]) -> Iterator[pa.RecordBatch]:
        """Rows of the current snapshot but those of the dropped sources."""
        if self._table.current_snapshot() is None:
            return
        rows = NotIn(SOURCE_COLUMN, dropped) if dropped else AlwaysTrue()  # type: ignore[arg-type, call-arg]
        scan = self._table.scan(row_filter=rows, selected_fields=tuple(columns))
        written = file_schema(self._table.schema())
        target = pa.schema([pa.field(name, written.field(name).type) for name in columns])
        for batch in scan.to_arrow_batch_reader():
            yield batch.select(list(columns)).cast(target)

    def row_count(self, dropped: frozenset[str]) -> int:
        """How many rows stay without the dropped sources, by metadata alone."""
        return sum(
            f.record_count
            for f in self._data_files()
            if source_of(f, self._table.schema()) not in dropped
        )

    def writer(self, publication: str, source: str, recorded_at: str) -> "IcebergWriter":
        """A writer of new data files; nothing is visible before the commit."""
        return IcebergWriter(self._table, self._folder(publication), source, recorded_at)

    def discard(self, publication: str) -> None:
        """Remove data files that were written for a publication that will not be committed."""
        for path in list_files(self._table.io, self._folder(publication)):
            self._table.io.delete(path)

    def fence(self) -> None:
        """Make every commit impossible that was begun before, by a snapshot that changes no row."""
        self._overwrite({FENCE: "a publication that was prepared and not committed"}, [], [])

    def commit(
        self, publication: Publication, added: Iterable[Any], dropped: frozenset[str]
    ) -> int:
        """Make it all visible in one snapshot; whole files go, none is rewritten."""
        properties = {
            PUBLICATION: publication.publication_id,
            CONTRACT_VERSION: publication.contract_version,
        }
        self._overwrite(properties, added, self._of(dropped))
        current = self._table.current_snapshot()
        return current.snapshot_id if current else 0

    def _overwrite(
        self, properties: dict[str, str], added: Iterable[Any], dropped: Iterable[DataFile]
    ) -> None:
        try:
            with self._table.transaction() as change:
                snapshot = change.update_snapshot(snapshot_properties=properties)
                with snapshot.overwrite() as files:
                    for gone in dropped:
                        files.delete_data_file(gone)
                    for written in added:
                        files.append_data_file(data_file(self._table.metadata, written))
        except (CommitFailedException, ValidationException) as error:
            raise ConflictError(
                f"{self._table.name()} was changed by somebody else; this call is tried again"
            ) from error

    def _folder(self, publication: str) -> str:
        return f"{self._table.location()}/data/{publication}"

    def _of(self, sources: frozenset[str]) -> list[DataFile]:
        if not sources:
            return []
        return [
            file for file in self._data_files() if source_of(file, self._table.schema()) in sources
        ]

    def _data_files(self) -> Iterator[DataFile]:
        snapshot = self._table.current_snapshot()
        for manifest in snapshot.manifests(self._table.io) if snapshot else ():
            for entry in manifest.fetch_manifest_entry(self._table.io, discard_deleted=True):
                yield entry.data_file


class IcebergWriter:
    """``RowWriter`` into the table's data folder."""

    def __init__(self, table: IcebergTable, folder: str, source: str, recorded_at: str) -> None:
        self._table = table
        self._folder = folder
        when = datetime.fromisoformat(recorded_at).replace(tzinfo=None)
        self._rolling = RollingWriter(file_schema(table.schema()), source, when, self._next_file)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        self._rolling.write(batch)

    def close(self) -> list[WrittenFile]:
        """Finish; give the files written."""
        return self._rolling.close()

    def discard(self) -> None:
        """Remove what was written."""
        self._rolling.close()
        for path in self._rolling.paths():
            self._table.io.delete(path)

    def _next_file(self) -> tuple[str, BinaryIO]:
        path = f"{self._folder}/{uuid.uuid4()}.parquet"
        return path, cast("BinaryIO", self._table.io.new_output(path).create())


def _is_fence(snapshot: Snapshot) -> bool:
    return snapshot.summary is not None and FENCE in snapshot.summary.additional_properties


def glue_catalog(region: str) -> GlueCatalog:
    """Glue's catalogue; with ``AWS_ENDPOINT_URL`` set, Glue and S3 are both reached there."""
    properties: dict[str, Any] = {"glue.region": region, "s3.region": region}
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    if endpoint:
        properties |= {
            "glue.endpoint": endpoint,
            "s3.endpoint": endpoint,
            "s3.force-virtual-addressing": "false",
        }
    return GlueCatalog("mesh", **properties)


def list_files(io: FileIO, folder: str) -> list[str]:
    """Files under a folder, as the table's storage names them."""
    filesystem, path = _filesystem_of(io)(folder)
    selector = pa.fs.FileSelector(path, recursive=True, allow_not_found=True)
    prefix = folder.removesuffix(path)
    return [
        f"{prefix}{found.path}" for found in filesystem.get_file_info(selector) if found.is_file
    ]


def _filesystem_of(io: FileIO) -> Callable[[str], tuple[Any, str]]:
    from pyiceberg.io.pyarrow import PyArrowFileIO  # noqa: PLC0415

    if not isinstance(io, PyArrowFileIO):
        raise TypeError(f"tables are read with pyarrow, not with {type(io).__name__}")

    def resolve(location: str) -> tuple[Any, str]:
        scheme, netloc, path = io.parse_location(location)
        return io.fs_by_scheme(scheme, netloc), path

    return resolve
