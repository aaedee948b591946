"""Tables and links to tables."""

import re
from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.glue.databases import require_location, table_defaults, write_defaults
from emulator.glue.named import (
    catalog_of_call,
    database_named,
    give,
    grant_to_creator,
    lowered,
    table_named,
)
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.catalogue import GlueShape, find_database, find_table, location_arn
from emulator.lakeformation.engine.resources import Database, Location, Table, spans
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.sight import (
    require,
    see_databases,
    see_table,
    see_tables,
    sees,
    target_of,
    through_database_link,
)
from emulator.lakeformation.store import lake_of, missing, subject_of


def create(call: Call) -> dict[str, Any]:
    """``CreateTable``: its creator holds everything on it; the database's defaults are written.

    In another account's database the creator's account holds everything as well.

    Source: Lake Formation developer guide, lf-permissions-reference (``CREATE_TABLE``).
    """
    wanted = dict(call.parameters["TableInput"])
    named = Table(*_parent(call), lowered(wanted["Name"]))
    table = _target(call, named)
    if wanted.get("TargetTable") and table != named:
        raise AwsError(
            "InvalidInputException", "A link to a table cannot be made through a database link."
        )
    require(call.cloud, subject_of(call.principal), "CREATE_TABLE", table.parent)
    database = find_database(call.cloud, table.parent)
    if database is None:
        raise missing(f"Database {table.database} not found.")
    if not _is_implied(call, table, database, _location(wanted)):
        require_location(call, table.catalog, _location(wanted))
    wanted["Name"] = table.name
    parameters: dict[str, Any] = {"DatabaseName": table.database, "TableInput": wanted}
    if call.parameters.get("PartitionIndexes"):
        parameters["PartitionIndexes"] = call.parameters["PartitionIndexes"]
    if call.parameters.get("OpenTableFormatInput"):
        raise AwsError(
            "InvalidInputException",
            "OpenTableFormatInput is not known in the embedded AWS; "
            "write the metadata file and name it in Parameters.metadata_location.",
        )
    call.cloud.moto("glue", "CreateTable", parameters, account=table.catalog)
    grant_to_creator(call, table, {"ALL"})
    if call.account != table.catalog:
        give(call, call.account, table, {"ALL"}, grantable={"ALL"})
    write_defaults(call, table, table_defaults(database))
    return {}


def get(call: Call) -> dict[str, Any]:
    """``GetTable``: only the columns the caller may see; a link shows its target."""
    table = table_named(call)
    allow_read(call.cloud, call.principal, "glue:GetTable", table)
    return {"Table": see_table(call.cloud, subject_of(call.principal), table)}


def get_all(call: Call) -> dict[str, Any]:
    """``GetTables``: those the caller may see."""
    database = database_named(call)
    allow_read(call.cloud, call.principal, "glue:GetTables", database)
    seen = see_tables(call.cloud, subject_of(call.principal), database)
    pattern = call.parameters.get("Expression")
    chosen = [t for t in seen if not pattern or re.fullmatch(_as_regex(pattern), t["Name"])]
    return page(call, "TableList", chosen)


def search(call: Call) -> dict[str, Any]:
    """``SearchTables``: a text in the name or description of what the caller may see."""
    if call.parameters.get("Filters"):
        raise AwsError("InvalidInputException", "Filters are not known; use SearchText.")
    subject, catalog = subject_of(call.principal), catalog_of_call(call)
    allow_read(call.cloud, call.principal, "glue:SearchTables", catalog)
    text = str(call.parameters.get("SearchText") or "").strip('"').lower()
    found = []
    for database in see_databases(call.cloud, subject, catalog):
        if database.get("TargetDatabase"):
            continue
        name = Database(catalog, database["Name"])
        found += [t for t in see_tables(call.cloud, subject, name) if text in _searched(t)]
    return page(call, "TableList", found)


def update(call: Call) -> dict[str, Any]:
    """``UpdateTable``, of a link's target: refuses an outdated ``VersionId``.

    No writer undoes another's commit.
    """
    wanted = dict(call.parameters["TableInput"])
    if wanted.get("TargetTable"):
        raise AwsError(
            "InvalidInputException", "A resource link to another table is made anew, not updated."
        )
    table = _behind(call, _target(call, Table(*_parent(call), lowered(wanted["Name"]))))
    subject = subject_of(call.principal)
    if find_table(call.cloud, table) is None and sees(call.cloud, subject, table.parent):
        raise missing(f"Table {table.name} not found.")
    require(call.cloud, subject, "ALTER", table)
    before = _existing(call, table)
    asked = call.parameters.get("VersionId")
    if asked is not None and asked != before["VersionId"]:
        raise AwsError(
            "ConcurrentModificationException",
            f"Update table failed due to concurrent modifications: "
            f"{table.name} is at version {before['VersionId']}, not {asked}.",
        )
    if _location(wanted) != _location(before):
        require_location(call, table.catalog, _location(wanted))
    wanted["Name"] = table.name
    parameters = {"DatabaseName": table.database, "TableInput": wanted}
    call.cloud.moto("glue", "UpdateTable", parameters, account=table.catalog)
    return {}


def delete(call: Call) -> dict[str, Any]:
    """``DeleteTable``: what was granted on it is void, also for a later table of that name."""
    _delete(call, table_named(call))
    return {}


def batch_delete(call: Call) -> dict[str, Any]:
    """``BatchDeleteTable``: what cannot be deleted is listed in ``Errors``."""
    errors = []
    for name in call.parameters["TablesToDelete"]:
        try:
            _delete(call, Table(*_parent(call), lowered(name)))
        except AwsError as error:
            details = {"ErrorCode": error.code, "ErrorMessage": error.message}
            errors.append({"TableName": name, "ErrorDetail": details})
    return {"Errors": errors} if errors else {}


def _delete(call: Call, named: Table) -> None:
    table, subject = _target(call, named), subject_of(call.principal)
    if find_table(call.cloud, table) is None and sees(call.cloud, subject, table.parent):
        raise missing(f"Table {table.name} not found.")
    require(call.cloud, subject, "DROP", table)
    _existing(call, table)
    parameters = {"DatabaseName": table.database, "Name": table.name}
    call.cloud.moto("glue", "DeleteTable", parameters, account=table.catalog)
    lake_of(call.cloud, table.catalog).forget_table(table)


def _is_implied(call: Call, table: Table, database: GlueShape, location: str | None) -> bool:
    """Whether a table lies below its database's location: who creates it needs no other right.

    Source: Lake Formation developer guide, access-control-underlying-data; regranting-locations
    (another account needs the right all the same).
    """
    arn, above = location_arn(location or ""), location_arn(database.get("LocationUri") or "")
    if arn is None or above is None or call.account != table.catalog:
        return False
    registered = lake_of(call.cloud, table.catalog).registration_of(above) is not None
    return registered and spans(
        Location(table.catalog, above.rstrip("/")), Location(table.catalog, arn)
    )


def _parent(call: Call) -> tuple[str, str]:
    database = database_named(call)
    return database.catalog, database.name


def _target(call: Call, table: Table) -> Table:
    return through_database_link(call.cloud, subject_of(call.principal), table)


def _behind(call: Call, table: Table) -> Table:
    """The table itself, or the target of a link that the caller may see."""
    found = find_table(call.cloud, table) or {}
    if not found.get("TargetTable"):
        return table
    require(call.cloud, subject_of(call.principal), "DESCRIBE", table)
    return target_of(found)


def _existing(call: Call, table: Table) -> Mapping[str, Any]:
    found = find_table(call.cloud, table)
    if found is None:
        raise missing(f"Table {table.name} not found.")
    return found


def _location(shape: Mapping[str, Any]) -> str | None:
    return (shape.get("StorageDescriptor") or {}).get("Location")


def _as_regex(pattern: str) -> str:
    # Glue's patterns know only "*" and "|"; a dot stands for itself as names have none.
    return "|".join(re.escape(part).replace(r"\*", ".*") for part in pattern.split("|"))


def _searched(table: Mapping[str, Any]) -> str:
    return f"{table['Name']} {table.get('Description') or ''}".lower()
