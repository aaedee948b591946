"""What Lake Formation asks of the Glue catalogue and of IAM: does it exist, and what is it."""

import re
from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError
from emulator.cloud import Cloud
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM
from emulator.lakeformation.engine.resources import Database, Table

GlueShape = Mapping[str, Any]


def find_database(cloud: Cloud, database: Database) -> GlueShape | None:
    """A database as Glue keeps it, or nothing."""
    return _found(cloud, "GetDatabase", {"Name": database.name}, database.catalog, "Database")


def find_table(cloud: Cloud, table: Table) -> GlueShape | None:
    """A table or link as Glue keeps it (links are not followed), or nothing."""
    parameters = {"DatabaseName": table.database, "Name": table.name}
    return _found(cloud, "GetTable", parameters, table.catalog, "Table")


def columns_of(table: GlueShape) -> tuple[str, ...]:
    """The names of a table's columns, partition keys last."""
    listed = [
        *table.get("StorageDescriptor", {}).get("Columns", ()),
        *table.get("PartitionKeys", ()),
    ]
    return tuple(column["Name"].lower() for column in listed)


def column_types(table: GlueShape) -> dict[str, str]:
    """The Glue types of a table's columns by lower-case name."""
    listed = [
        *table.get("StorageDescriptor", {}).get("Columns", ()),
        *table.get("PartitionKeys", ()),
    ]
    return {column["Name"].lower(): column.get("Type", "") for column in listed}


def partition_columns(table: GlueShape) -> frozenset[str]:
    """The names of the columns a table is partitioned by, as Hive knows partitions."""
    return frozenset(column["Name"].lower() for column in table.get("PartitionKeys", ()))


def location_arn(location: str) -> str | None:
    """``s3://bucket/prefix`` (or ``s3a``) as an ARN; nothing for what is not in S3."""
    found = re.fullmatch(r"s3[an]?://(.+)", location or "")
    return f"arn:aws:s3:::{found[1]}" if found else None


def principal_exists(cloud: Cloud, principal: str) -> bool:
    """Whether a grant may name a principal: a role, user or account that is there now."""
    if principal == EVERYONE_BY_IAM or re.fullmatch(r"\d{12}(:IAMPrincipals)?", principal):
        return True
    return is_iam_principal(cloud, principal)


def is_iam_principal(cloud: Cloud, arn: str) -> bool:
    """Whether an ARN names a role or user that exists, path included, or an account's root."""
    found = re.fullmatch(r"arn:aws:iam::(\d{12}):(root|(role|user)/(?:.+/)?([^/]+))", arn)
    if not found:
        return False
    if found[2] == "root":
        return True
    kind, name = found[3].title(), found[4]
    entry = _found(cloud, f"Get{kind}", {f"{kind}Name": name}, found[1], kind, service="iam")
    return entry is not None and entry["Arn"] == arn


def _found(
    cloud: Cloud,
    operation: str,
    parameters: GlueShape,
    account: str,
    key: str,
    *,
    service: str = "glue",
) -> GlueShape | None:
    try:
        found: GlueShape = cloud.moto(service, operation, parameters, account=account)[key]
    except AwsError as error:
        if error.code in {"EntityNotFoundException", "NoSuchEntity"}:
            return None
        raise
    return found
