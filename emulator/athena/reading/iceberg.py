"""Iceberg tables: the snapshot of a metadata file is planned once, since the file never changes."""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.reading.plans import DataFile, Plan, Reader, compare
from emulator.athena.reading.types import usual
from emulator.athena.sql.travel import AsOf

if TYPE_CHECKING:
    from pyiceberg.table import Table
    from pyiceberg.table.snapshots import Snapshot

_KEPT = 256


class IcebergPlans:
    """Plans by metadata location and snapshot; safe for threads."""

    def __init__(self) -> None:
        self._plans: OrderedDict[tuple[str, AsOf | None], Plan] = OrderedDict()
        self._lock = threading.Lock()

    def plan(self, metadata_location: str, reader: Reader, as_of: AsOf | None = None) -> Plan:
        """Plan a table, as it is or as it was.

        Raises:
            QueryFault: the reader may not read it, it never was what is asked for, or it is not
                Iceberg that this engine reads.
        """
        # Whoever uses a plan must be able to read what it was made from.
        reader.path(metadata_location)
        key = (metadata_location, as_of)
        with self._lock:
            known = self._plans.get(key)
        if known is None:
            known = _plan(open_iceberg(metadata_location, reader), reader, as_of)
        with self._lock:
            self._plans[key] = known
            self._plans.move_to_end(key)
            while len(self._plans) > _KEPT:
                self._plans.popitem(last=False)
        return known


def _plan(table: "Table", reader: Reader, as_of: AsOf | None) -> Plan:
    from pyiceberg.io.pyarrow import schema_to_pyarrow  # noqa: PLC0415 - slow to import: on first use

    # Names are today's, whose grants decide; a column is found in old files by its number.
    schema = table.schema()
    arrow = schema_to_pyarrow(schema, include_field_ids=False)
    # Files have Arrow's usual types: with the large ones each would be read and cast by itself.
    arrow = pa.schema([(found.name.lower(), usual(found.type)) for found in arrow])
    ids = {field.name.lower(): field.field_id for field in schema.fields}
    snapshot = _snapshot(table, as_of, reader.table) if as_of else None
    then = _numbers_of(table, snapshot) if snapshot else frozenset(ids.values())
    files: list[DataFile] = []
    for task in table.scan(snapshot_id=snapshot.snapshot_id if snapshot else None).plan_files():
        if task.delete_files:
            refuse("an Iceberg table with row-level delete files")
        location = task.file.file_path
        files.append(compare(location, reader.path(location), arrow, ids))
    present = frozenset(name for name, number in ids.items() if number in then)
    return Plan(arrow, tuple(files), present)


def _numbers_of(table: "Table", snapshot: "Snapshot") -> frozenset[int]:
    schema = table.schemas().get(snapshot.schema_id) if snapshot.schema_id is not None else None
    return frozenset(field.field_id for field in (schema or table.schema()).fields)


def _snapshot(table: "Table", as_of: AsOf, name: str) -> "Snapshot":
    if as_of.moment is not None:
        found = table.snapshot_as_of_timestamp(int(as_of.moment.timestamp() * 1000))
        fault = f"No version history table {name} at or before {as_of.moment.isoformat()}"
    elif as_of.snapshot is not None:
        found = table.snapshot_by_id(as_of.snapshot)
        fault = f"Iceberg snapshot ID does not exists: {as_of.snapshot}"
    else:
        found = table.snapshot_by_name(str(as_of.reference))
        fault = f"Cannot find snapshot with reference name: {as_of.reference}"
    if found is None:
        raise QueryFault("INVALID_ARGUMENTS", fault)
    return found


def open_iceberg(metadata_location: str, reader: Reader) -> "Table":
    """Open a table's metadata with a reader's rights.

    Raises:
        QueryFault: the reader may not, or it is no metadata.
    """
    from pyiceberg.catalog.noop import NoopCatalog  # noqa: PLC0415 - slow to import: on first use
    from pyiceberg.serializers import FromInputFile  # noqa: PLC0415
    from pyiceberg.table import StaticTable  # noqa: PLC0415

    from emulator.athena.reading.iceberg_io import ReaderIO  # noqa: PLC0415

    files: Any = ReaderIO(reader)
    try:
        metadata = FromInputFile.table_metadata(files.new_input(metadata_location))
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise QueryFault("ICEBERG_INVALID_METADATA", f"Invalid metadata file: {reason}") from None
    return StaticTable(
        identifier=("static-table", metadata_location),
        metadata_location=metadata_location,
        metadata=metadata,
        io=files,
        catalog=NoopCatalog("static-table"),
    )
