"""What Lake Formation asks of the Glue catalogue and of IAM: does it exist, and what is it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.glue.models import FakeDatabase, glue_backends

from emulator.api import AwsError
from emulator.cloud import Cloud
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM
from emulator.lakeformation.engine.resources import Database, Table
from emulator.ram.store import Shares

GlueShape = Mapping[str, Any]


def find_database(cloud: Cloud, database: Database) -> GlueShape | None:
    """A database as Glue keeps it, or nothing."""
    stored = _stored_database(cloud, database)
    return _shape(stored.as_dict()) if stored is not None else None


def find_table(cloud: Cloud, table: Table) -> GlueShape | None:
    """A table or link as Glue keeps it (links are not followed), or nothing."""
    database = _stored_database(cloud, table.parent)
    stored = database.tables.get(table.name) if database is not None else None
    return _shape(stored.as_dict()) if stored is not None else None


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
    """Whether a grant may name a principal: a role, user or account that is there now.

    The organisation can be named by its members while it shares resources within itself.
    """
    if principal == cloud.organisation.arn:
        return cloud.store(Shares).within_organisation
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
    try:
        entry = cloud.moto("iam", f"Get{kind}", {f"{kind}Name": name}, account=found[1])[kind]
    except AwsError as error:
        if error.code == "NoSuchEntity":
            return False
        raise
    return bool(entry["Arn"] == arn)


def _stored_database(cloud: Cloud, database: Database) -> FakeDatabase | None:
    # Read where moto keeps it: a call for each look at the catalogue would be half of a decision.
    with cloud.lock:
        found: FakeDatabase | None = glue_backends[database.catalog][cloud.region].databases.get(
            database.name
        )
        return found


def _shape(stored: Mapping[str, Any]) -> GlueShape:
    """What a client would be given: times with their zone, and nothing that is not set."""
    return {
        key: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for key, value in stored.items()
        if value is not None
    }
