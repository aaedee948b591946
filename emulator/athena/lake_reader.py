"""Files of a table, each opened with the rights of whoever reads for the caller."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from emulator.api import AwsError, Principal
from emulator.athena.faults import QueryFault
from emulator.athena.reading.plans import split


class Objects(Protocol):
    """The door to S3."""

    def read(self, principal: Principal, bucket: str, key: str) -> Path:
        """Open an object; raises AwsError."""

    def keys(self, principal: Principal, bucket: str, prefix: str) -> list[str]:
        """List a prefix; raises AwsError."""


@dataclass(frozen=True)
class LakeReader:
    """Opens objects with the rights of a table's reader."""

    lake: Objects
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
