"""Databases and links to databases."""

from collections.abc import Iterable
from typing import Any

from emulator.api import AwsError, Call
from emulator.glue.named import catalog_of_call, database_named, give, grant_to_creator, lowered
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.settings import read_defaults
from emulator.lakeformation.catalogue import GlueShape, find_database, location_arn
from emulator.lakeformation.engine.resources import Catalog, Database, Location, Table
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.sight import require, see_database, see_databases, target_database
from emulator.lakeformation.store import Lakes, lake_of, missing, subject_of


def create(call: Call) -> dict[str, Any]:
    """``CreateDatabase``: the creator holds everything on it, and defaults are written."""
    wanted = dict(call.parameters["DatabaseInput"])
    database = Database(catalog_of_call(call), lowered(wanted["Name"]))
    require(call.cloud, subject_of(call.principal), "CREATE_DATABASE", Catalog(database.catalog))
    require_location(call, database.catalog, wanted.get("LocationUri"))
    settings = lake_of(call.cloud, database.catalog).settings
    wanted["Name"] = database.name
    if wanted.get("CreateTableDefaultPermissions") is None:
        wanted["CreateTableDefaultPermissions"] = [
            {"Principal": {"DataLakePrincipalIdentifier": who}, "Permissions": sorted(what)}
            for who, what in settings.table_defaults
        ]
    parameters: dict[str, Any] = {"DatabaseInput": wanted}
    if call.parameters.get("Tags"):
        parameters["Tags"] = call.parameters["Tags"]
    call.cloud.moto("glue", "CreateDatabase", parameters, account=database.catalog)
    grant_to_creator(call, database, {"ALL"})
    write_defaults(call, database, settings.database_defaults)
    return {}


def get(call: Call) -> dict[str, Any]:
    """``GetDatabase``."""
    database = database_named(call, "Name")
    allow_read(call.cloud, call.principal, "glue:GetDatabase", database)
    return {"Database": see_database(call.cloud, subject_of(call.principal), database)}


def get_all(call: Call) -> dict[str, Any]:
    """``GetDatabases``: those the caller may see, ``ResourceShareType`` says in which accounts."""
    own, subject = catalog_of_call(call), subject_of(call.principal)
    allow_read(call.cloud, call.principal, "glue:GetDatabases", own)
    shared = call.parameters.get("ResourceShareType")
    catalogs = [own] if shared != "FOREIGN" else []
    if shared in {"FOREIGN", "ALL"}:
        catalogs += [c for c in call.cloud.store(Lakes).accounts() if c != own]
    seen = [d for catalog in catalogs for d in see_databases(call.cloud, subject, catalog)]
    return page(call, "DatabaseList", seen)


def update(call: Call) -> dict[str, Any]:
    """``UpdateDatabase``, of a link's target."""
    if call.parameters["DatabaseInput"].get("TargetDatabase"):
        raise AwsError(
            "InvalidInputException",
            "A resource link to another database is made anew, not updated.",
        )
    subject = subject_of(call.principal)
    database = target_database(call.cloud, subject, database_named(call, "Name"))
    require(call.cloud, subject, "ALTER", database)
    before = _existing(call, database)
    wanted = dict(call.parameters["DatabaseInput"]) | {"Name": database.name}
    if wanted.get("LocationUri") != before.get("LocationUri"):
        require_location(call, database.catalog, wanted.get("LocationUri"))
    parameters = {"Name": database.name, "DatabaseInput": wanted}
    call.cloud.moto("glue", "UpdateDatabase", parameters, account=database.catalog)
    return {}


def delete(call: Call) -> dict[str, Any]:
    """``DeleteDatabase``: what was granted on it and its tables is void; a link's target stays."""
    database = database_named(call, "Name")
    require(call.cloud, subject_of(call.principal), "DROP", database)
    _existing(call, database)
    call.cloud.moto("glue", "DeleteDatabase", {"Name": database.name}, account=database.catalog)
    lake_of(call.cloud, database.catalog).forget_database(database)
    return {}


def require_location(call: Call, catalog: str, location: str | None) -> None:
    """Refuse to point the catalogue at a registered location without DATA_LOCATION_ACCESS.

    Raises:
        AwsError: AccessDeniedException.
    """
    arn = location_arn(location or "")
    if arn is None or lake_of(call.cloud, catalog).registration_of(arn) is None:
        return
    try:
        require(
            call.cloud, subject_of(call.principal), "DATA_LOCATION_ACCESS", Location(catalog, arn)
        )
    except AwsError as error:
        raise AwsError(
            error.code, f"Insufficient Lake Formation permission(s) on {location}"
        ) from None


def write_defaults(
    call: Call, resource: Database | Table, defaults: Iterable[tuple[str, frozenset[str]]]
) -> None:
    """Write the grants that whatever is created gets by default."""
    for principal, permissions in defaults:
        give(call, principal, resource, set(permissions), grantable=set())


def table_defaults(found: GlueShape) -> tuple[tuple[str, frozenset[str]], ...]:
    """The grants that a new table of a database gets."""
    return read_defaults(found.get("CreateTableDefaultPermissions") or ())


def _existing(call: Call, database: Database) -> GlueShape:
    found = find_database(call.cloud, database)
    if found is None:
        raise missing(f"Database {database.name} not found.")
    return found
