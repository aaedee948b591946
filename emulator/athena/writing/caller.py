"""The caller's own hands: for what a statement writes, its rights in Glue and S3 decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from emulator.api import AwsError, Principal
from emulator.athena.faults import QueryFault
from emulator.athena.reading.plans import split
from emulator.lakeformation.catalogue import find_table, location_arn
from emulator.lakeformation.engine.resources import Database, Location, Table
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.sight import require, target_database, target_of
from emulator.lakeformation.store import lake_of, subject_of

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_DENIED = ("AccessDenied", "AccessDeniedException", "403")


def not_allowed(message: str) -> QueryFault:
    """Answer for what IAM or Lake Formation refuses."""
    return QueryFault("", f"Insufficient permissions to execute the query. {message}")


@dataclass(frozen=True)
class Caller:
    """Writes as one principal.

    Attributes:
        encryption: of objects, as S3 takes it.
    """

    cloud: "Cloud"
    principal: Principal
    encryption: Mapping[str, str]

    @cached_property
    def _clients(self) -> dict[str, Any]:
        credentials = self.cloud.keys.find(self.principal.access_key).credentials
        return {name: self.cloud.client(name, credentials) for name in ("glue", "s3")}

    @property
    def glue(self) -> Any:  # noqa: ANN401 - as boto3 types it
        """Glue as the caller."""
        return self._clients["glue"]

    def define(self, operation: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3 types it
        """Call Glue.

        Raises:
            QueryFault: the caller may not, or Glue refuses.
        """
        try:
            answer: dict[str, Any] = getattr(self.glue, operation)(**parameters)
        except ClientError as error:
            code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
            if code in _DENIED:
                raise not_allowed(message) from None
            raise QueryFault("HIVE_METASTORE_ERROR", f"{code}: {message}") from None
        return answer

    def find(self, database: str, table: str) -> Mapping[str, Any] | None:
        """A table as Glue shows it to the caller; None if there is none, or none to be seen."""
        try:
            return dict(self.glue.get_table(DatabaseName=database, Name=table)["Table"])
        except ClientError:
            return None

    def may_create(self, database: str, table: str, location: str) -> None:
        """Refuse before anything is written who may not create a table there.

        Raises:
            QueryFault: IAM or Lake Formation refuses.
        """
        try:
            with self.cloud.lock:
                subject = subject_of(self.principal)
                named = Database(self.principal.account, database)
                allow_read(
                    self.cloud,
                    self.principal,
                    "glue:CreateTable",
                    Table(named.catalog, named.name, table),
                )
                meant = target_database(self.cloud, subject, named)
                require(self.cloud, subject, "CREATE_TABLE", meant)
        except AwsError as error:
            raise not_allowed(error.message) from None
        self._may_point_at(meant.catalog, location)

    def _may_point_at(self, catalog: str, location: str) -> None:
        arn = location_arn(location)
        if arn is None or lake_of(self.cloud, catalog).registration_of(arn) is None:
            return
        try:
            with self.cloud.lock:
                subject = subject_of(self.principal)
                require(self.cloud, subject, "DATA_LOCATION_ACCESS", Location(catalog, arn))
        except AwsError:
            raise not_allowed(f"Insufficient Lake Formation permission(s) on {location}") from None

    def target(self, database: str, table: str, permission: str) -> Mapping[str, Any]:
        """A table that is to be changed, links followed, as Glue keeps it.

        Raises:
            QueryFault: TABLE_NOT_FOUND, or the caller lacks the permission on it.
        """
        try:
            with self.cloud.lock:
                subject = subject_of(self.principal)
                named = Database(self.principal.account, database)
                asked = Table(named.catalog, named.name, table)
                allow_read(self.cloud, self.principal, "glue:GetTable", asked)
                where = target_database(self.cloud, subject, named)
                meant = Table(where.catalog, where.name, table)
                found = find_table(self.cloud, meant) or {}
                if found.get("TargetTable"):
                    require(self.cloud, subject, "DESCRIBE", meant)
                    meant = target_of(found)
                    found = find_table(self.cloud, meant) or {}
                require(self.cloud, subject, permission, meant)
        except AwsError as error:
            raise not_allowed(error.message) from None
        if not found:
            raise QueryFault(
                "TABLE_NOT_FOUND",
                f"line 1:1: Table 'awsdatacatalog.{database}.{table}' does not exist",
            )
        return found

    def is_empty(self, location: str) -> bool:
        """Whether no object lies below a location.

        Raises:
            QueryFault: the caller may not list it.
        """
        bucket, prefix = split(location.rstrip("/") + "/")
        try:
            found = self._clients["s3"].list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
        except ClientError as error:
            raise _s3_fault(error, location) from None
        return not found.get("Contents")

    def put(self, location: str, body: IO[bytes] | bytes) -> None:
        """Write an object.

        Raises:
            QueryFault: the caller may not, on the bucket or on the key.
        """
        bucket, key = split(location)
        try:
            self._clients["s3"].put_object(Bucket=bucket, Key=key, Body=body, **self.encryption)
        except ClientError as error:
            raise _s3_fault(error, location) from None

    def has(self, location: str) -> bool:
        """Whether an object is there and the caller may know it."""
        bucket, key = split(location)
        try:
            self._clients["s3"].head_object(Bucket=bucket, Key=key)
        except ClientError:
            return False
        return True

    def delete(self, location: str) -> None:
        """Delete an object.

        Raises:
            QueryFault: the caller may not.
        """
        bucket, key = split(location)
        try:
            self._clients["s3"].delete_object(Bucket=bucket, Key=key)
        except ClientError as error:
            raise _s3_fault(error, location) from None

    def finds_database(self, name: str) -> bool:
        """Whether a database is there and the caller may know it."""
        try:
            self.glue.get_database(Name=name)
        except ClientError:
            return False
        return True

    def delete_below(self, location: str) -> None:
        """Delete what lies below a location.

        Raises:
            QueryFault: the caller may not.
        """
        bucket, prefix = split(location.rstrip("/") + "/")
        client = self._clients["s3"]
        try:
            for page in client.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Prefix=prefix
            ):
                for item in page.get("Contents", ()):
                    client.delete_object(Bucket=bucket, Key=item["Key"])
        except ClientError as error:
            raise _s3_fault(error, location) from None


def _s3_fault(error: ClientError, location: str) -> QueryFault:
    code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    if code in _DENIED:
        return QueryFault(
            "PERMISSION_DENIED", f"Access denied when writing to location: {location}. {message}"
        )
    return QueryFault("HIVE_FILESYSTEM_ERROR", f"Cannot write to {location}: {code}: {message}")
