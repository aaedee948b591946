"""Data files between Parquet and Iceberg: ids on the way in, statistics from the footer."""

import pyarrow as pa
from pyiceberg.conversions import from_bytes
from pyiceberg.io.pyarrow import (
    compute_statistics_plan,
    data_file_statistics_from_parquet_metadata,
    parquet_path_to_id_mapping,
)
from pyiceberg.manifest import DataFile, DataFileContent, FileFormat
from pyiceberg.schema import Schema
from pyiceberg.table.metadata import TableMetadata
from pyiceberg.types import StringType

from mesh.aws.iceberg_types import contract_type
from mesh.errors import ConflictError
from mesh.publishing.evolution import SOURCE_COLUMN
from mesh.publishing.mapping.schema import arrow_type
from mesh.publishing.parquet_writer import WrittenFile


def file_schema(schema: Schema) -> pa.Schema:
    """Arrow schema of a data file, each field with the id that Iceberg knows it by."""
    return pa.schema(
        [
            pa.field(
                field.name,
                arrow_type(contract_type(field.field_type)),
                metadata={"PARQUET:field_id": str(field.field_id)},
            )
            for field in schema.fields
        ]
    )


def data_file(metadata: TableMetadata, written: WrittenFile) -> DataFile:
    """Iceberg's record of a written file, its statistics taken from the footer."""
    schema = metadata.schema()
    statistics = data_file_statistics_from_parquet_metadata(
        parquet_metadata=written.footer,
        stats_columns=compute_statistics_plan(schema, metadata.properties),
        parquet_column_mapping=parquet_path_to_id_mapping(schema),
    )
    made = DataFile.from_args(
        content=DataFileContent.DATA,
        file_path=written.path,
        file_format=FileFormat.PARQUET,
        partition=statistics.partition(metadata.spec(), schema),
        file_size_in_bytes=written.size_bytes,
        sort_order_id=None,
        spec_id=metadata.default_spec_id,
        equality_ids=None,
        key_metadata=None,
        **statistics.to_serialized_dict(),
    )
    made.spec_id = metadata.default_spec_id
    _ = source_of(made, schema)
    return made


def source_of(file: DataFile, schema: Schema) -> str:
    """The one source of a data file's rows, by its bounds.

    Raises:
        ConflictError: if the file has rows of several sources, which the mesh never writes.
    """
    field = schema.find_field(SOURCE_COLUMN).field_id
    low = (file.lower_bounds or {}).get(field)
    high = (file.upper_bounds or {}).get(field)
    if low is None or low != high:
        raise ConflictError(
            f"{file.file_path} holds rows of several sources; it was not written by the publisher"
        )
    return str(from_bytes(StringType(), low))
