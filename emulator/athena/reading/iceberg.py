"""Iceberg tables: the snapshot of a metadata file is planned once, since the file never changes."""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.reading.plans import DataFile, Plan, Reader, compare

if TYPE_CHECKING:
    from pyiceberg.table import Table

_KEPT = 256


class IcebergPlans:
    """Plans by metadata location; safe for threads."""

    def __init__(self) -> None:
        self._plans: OrderedDict[str, Plan] = OrderedDict()
        self._lock = threading.Lock()

    def plan(self, metadata_location: str, reader: Reader) -> Plan:
        """Plan a table.

        Raises:
            QueryFault: the reader may not read it, or it is not Iceberg that this engine reads.
        """
        # Whoever uses a plan must be able to read what it was made from.
        reader.path(metadata_location)
        with self._lock:
            known = self._plans.get(metadata_location)
        if known is None:
            known = _plan(metadata_location, reader)
        with self._lock:
            self._plans[metadata_location] = known
            self._plans.move_to_end(metadata_location)
            while len(self._plans) > _KEPT:
                self._plans.popitem(last=False)
        return known


def _plan(metadata_location: str, reader: Reader) -> Plan:
    from pyiceberg.io.pyarrow import schema_to_pyarrow  # noqa: PLC0415 - slow to import: on first use

    table = _table(metadata_location, reader)
    schema = table.schema()
    arrow = schema_to_pyarrow(schema, include_field_ids=False)
    arrow = pa.schema([found.with_name(found.name.lower()) for found in arrow])
    ids = {field.name.lower(): field.field_id for field in schema.fields}
    files: list[DataFile] = []
    size = 0
    for task in table.scan().plan_files():
        if task.delete_files:
            refuse("an Iceberg table with row-level delete files")
        location = task.file.file_path
        files.append(compare(location, reader.path(location), arrow, ids))
        size += task.file.file_size_in_bytes
    return Plan(arrow, tuple(files), size)


def _table(metadata_location: str, reader: Reader) -> "Table":
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
