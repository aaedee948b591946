"""The door from Athena to Lake Formation and S3."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.api import Principal
from emulator.lakeformation import reading

if TYPE_CHECKING:
    from emulator.cloud import Cloud


@dataclass(frozen=True)
class CloudLake:
    """Lake Formation and S3 of one embedded AWS."""

    cloud: "Cloud"

    def open(self, principal: Principal, database: str, table: str) -> reading.ReadableTable:
        """Open a table of the caller's own catalogue."""
        return reading.open_table(self.cloud, principal, None, database, table)

    def databases(self, principal: Principal) -> list[Mapping[str, Any]]:
        """The databases that a caller sees."""
        return list(reading.visible_databases(self.cloud, principal, None))

    def tables(self, principal: Principal, database: str) -> list[Mapping[str, Any]]:
        """The tables that a caller sees, with the columns it sees."""
        return list(reading.visible_tables(self.cloud, principal, None, database))

    def read(self, principal: Principal, bucket: str, key: str) -> Path:
        """Open an object as that principal."""
        return self.cloud.read_object(principal, bucket, key)

    def keys(self, principal: Principal, bucket: str, prefix: str) -> list[str]:
        """List a prefix as that principal."""
        from emulator.s3.reading import list_objects  # noqa: PLC0415 - loads moto's S3

        return list_objects(self.cloud, principal, bucket, prefix)
