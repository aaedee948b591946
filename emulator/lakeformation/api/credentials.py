"""Credentials for engines of others: a location's role, cut to one table or one partition.

Sources: Lake Formation API reference, GetTemporaryGlueTableCredentials (900 to 21,600 seconds),
GetTemporaryGluePartitionCredentials, GetTemporaryDataLocationCredentials. Assumed: without
``Permissions`` the credentials read, and the error for a path outside of the table.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.credentials import Credentials
from emulator.lakeformation.catalogue import GlueShape, columns_of, location_arn
from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.engines import is_full
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.readable import readable
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.engines import Opened, open_for
from emulator.lakeformation.sight import require
from emulator.lakeformation.store import denied, invalid, lake_of, missing, subject_of
from emulator.lakeformation.vending import Reach, registration_for, vend

_SHORTEST, _LONGEST = 900, 21_600
_LONGEST_FOR_LOCATIONS = 43_200
_DEFAULT_SECONDS = 3600
_ON_DATA = frozenset({"SELECT", "INSERT", "DELETE"})


def for_table(call: Call) -> dict[str, Any]:
    """``GetTemporaryGlueTableCredentials``."""
    opened, permissions = _opened(call)
    location = str(_located(opened.found))
    path = call.parameters.get("S3Path") or location
    below = _arn(path)
    if not _within(below, _arn(location)):
        raise invalid(f"S3Path {path} is not within the table's location {location}.")
    credentials = _vend(
        call, opened, Reach(below=below, account=call.account, permissions=permissions)
    )
    return _write(credentials) | {"VendedS3Path": [path]}


def for_partition(call: Call) -> dict[str, Any]:
    """``GetTemporaryGluePartitionCredentials``."""
    opened, permissions = _opened(call)
    values = call.parameters["Partition"]["Values"]
    try:
        found = call.cloud.moto(
            "glue",
            "GetPartition",
            {
                "DatabaseName": opened.table.database,
                "TableName": opened.table.name,
                "PartitionValues": values,
            },
            account=opened.table.catalog,
        )["Partition"]
    except AwsError as error:
        if error.code == "EntityNotFoundException":
            raise missing(f"Partition {values} not found.") from None
        raise
    reach = Reach(below=_arn(_located(found)), account=call.account, permissions=permissions)
    return _write(_vend(call, opened, reach))


def for_location(call: Call) -> dict[str, Any]:
    """``GetTemporaryDataLocationCredentials``: for who may read the whole table that lies there."""
    paths: list[str] = call.parameters.get("DataLocations") or []
    if len(paths) != 1:
        raise invalid("Exactly one data location must be given.")
    seconds = _seconds(call, _LONGEST_FOR_LOCATIONS)
    lake, below = lake_of(call.cloud, call.account), _arn(paths[0])
    registration = lake.registration_of(below)
    if registration is None:
        raise invalid(f"The data location {paths[0]} is not registered with Lake Formation.")
    table, found = _table_at(call, below)
    scope = _scope(call, lake, table, found)
    permissions = _ON_DATA if scope == "READWRITE" else frozenset({"SELECT"})
    reach = Reach(below=below, account=call.account, permissions=permissions)
    credentials = vend(call.cloud, lake.catalog, registration, reach, seconds)
    return {
        "Credentials": _write(credentials),
        "AccessibleDataLocations": list(paths),
        "CredentialsScope": scope,
    }


def _opened(call: Call) -> tuple[Opened, frozenset[str]]:
    _seconds(call, _LONGEST)
    asked = call.parameters
    permissions = frozenset(asked.get("Permissions") or ("SELECT",))
    enforces = tuple(asked.get("SupportedPermissionTypes") or ())
    opened = open_for(call.cloud, call.principal, _named(asked["TableArn"]), enforces)
    if "SELECT" in permissions and not opened.cells:
        raise denied(
            f"Insufficient Lake Formation permission(s): Required Select on {opened.table.name}"
        )
    for permission in sorted(permissions - {"SELECT"}):
        require(call.cloud, subject_of(call.principal), permission, opened.table)
    return opened, _ON_DATA if "ALL" in permissions else permissions


def _named(arn: str) -> Table:
    found = re.fullmatch(r"arn:aws:glue:[a-z0-9-]+:(\d{12}):table/([^/]+)/([^/]+)", arn)
    if not found:
        raise invalid(f"{arn} is not the ARN of a table in the Data Catalog.")
    return Table(found[1], found[2].lower(), found[3].lower())


def _vend(call: Call, opened: Opened, reach: Reach) -> Credentials:
    registration = registration_for(
        call.cloud, subject_of(call.principal), opened.table, opened.found
    )
    if registration is None or not registration.covers(reach.below):
        raise invalid(
            f"Lake Formation vends no credentials for {reach.below}: it is not registered, or "
            "registered in hybrid access mode and the principal is not opted in."
        )
    seconds = _seconds(call, _LONGEST)
    return vend(call.cloud, opened.table.catalog, registration, reach, seconds)


def _seconds(call: Call, longest: int) -> int:
    seconds = int(call.parameters.get("DurationSeconds") or _DEFAULT_SECONDS)
    if not _SHORTEST <= seconds <= longest:
        raise invalid(f"DurationSeconds must be between {_SHORTEST} and {longest}, got {seconds}.")
    return seconds


def _located(found: GlueShape) -> str:
    location = found.get("StorageDescriptor", {}).get("Location")
    if not location:
        raise invalid("The table has no location in Amazon S3.")
    return str(location)


def _arn(path: str) -> str:
    arn = location_arn(path)
    if arn is None:
        raise invalid(f"{path} is not a path in Amazon S3.")
    return arn


def _within(arn: str, above: str) -> bool:
    return f"{arn.rstrip('/')}/".startswith(f"{above.rstrip('/')}/")


def _table_at(call: Call, below: str) -> tuple[Table, GlueShape]:
    for database, found in _tables(call):
        arn = location_arn(found.get("StorageDescriptor", {}).get("Location") or "")
        if arn is not None and _within(below, arn):
            return Table(call.account, database, found["Name"]), found
    raise missing("No table of the Data Catalog is associated with the data location.")


def _tables(call: Call) -> Iterator[tuple[str, GlueShape]]:
    databases: Iterable[GlueShape] = call.cloud.moto(
        "glue", "GetDatabases", {}, account=call.account
    )["DatabaseList"]
    for database in databases:
        asked = {"DatabaseName": database["Name"]}
        listed = call.cloud.moto("glue", "GetTables", asked, account=call.account)["TableList"]
        for found in listed:
            yield database["Name"], found


def _scope(call: Call, lake: Lake, table: Table, found: GlueShape) -> str:
    subject, columns = subject_of(call.principal), columns_of(found)
    if not lake.settings.external.full_tables:
        raise denied("Access denied: credentials for full tables are not enabled here.")
    if not is_full(readable(lake, subject, table, columns), columns):
        raise denied(f"Insufficient Lake Formation permission(s): Required Select on {table.name}")
    may = "READWRITE" if decide(lake, subject, "ALL", table) else "READ"
    if call.parameters.get("CredentialsScope") == "READWRITE" and may == "READ":
        raise denied(f"Insufficient Lake Formation permission(s): Required All on {table.name}")
    return call.parameters.get("CredentialsScope") or may


def _write(credentials: Credentials) -> dict[str, Any]:
    return {
        "AccessKeyId": credentials.access_key,
        "SecretAccessKey": credentials.secret_key,
        "SessionToken": credentials.session_token,
        "Expiration": datetime.fromtimestamp(credentials.expiration or 0, tz=UTC),
    }
