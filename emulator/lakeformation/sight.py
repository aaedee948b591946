"""What of the catalogue a subject sees, resource links followed as Glue's calls follow them.

Who may not see a thing is refused the same way whether it exists or not. Only who sees what is
around it (a table's database, a database's catalogue) is told that it does not exist.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from emulator.cloud import Cloud
from emulator.lakeformation.abroad import at
from emulator.lakeformation.catalogue import (
    GlueShape,
    columns_of,
    find_database,
    find_table,
)
from emulator.lakeformation.engine.decision import decide, is_admin, is_read_only_admin
from emulator.lakeformation.engine.lake import Subject
from emulator.lakeformation.engine.readable import described
from emulator.lakeformation.engine.resources import Catalog, Database, Resource, Table, catalog_of
from emulator.lakeformation.store import denied, lake_of, missing
from emulator.lakeformation.vending import registration_for


def sees(cloud: Cloud, subject: Subject, resource: Resource) -> bool:
    """Whether a subject holds DESCRIBE, or anything better."""
    lake = lake_of(cloud, catalog_of(resource))
    return bool(decide(lake, at(cloud, lake, subject, resource), "DESCRIBE", resource))


def require(cloud: Cloud, subject: Subject, permission: str, resource: Resource) -> None:
    """Refuse a subject that lacks a permission.

    Raises:
        AwsError: AccessDeniedException, naming the permission and the resource.
    """
    lake = lake_of(cloud, catalog_of(resource))
    decision = decide(lake, at(cloud, lake, subject, resource, permission), permission, resource)
    if not decision:
        raise denied(decision.reason)


def see_database(cloud: Cloud, subject: Subject, database: Database) -> GlueShape:
    """A database as ``GetDatabase`` shows it: a link's target, if the subject sees that too.

    Raises:
        AwsError: AccessDeniedException or EntityNotFoundException.
    """
    found = find_database(cloud, database)
    if found is None and sees(cloud, subject, Catalog(database.catalog)):
        raise missing(f"Database {database.name} not found.")
    require(cloud, subject, "DESCRIBE", database)
    if found is None:
        raise missing(f"Database {database.name} not found.")
    return _behind_database(cloud, subject, found)


def see_table(cloud: Cloud, subject: Subject, table: Table) -> GlueShape:
    """A table as ``GetTable`` shows it: permitted columns; a link's target, if that is seen too.

    Raises:
        AwsError: AccessDeniedException or EntityNotFoundException.
    """
    table = through_database_link(cloud, subject, table)
    found = find_table(cloud, table)
    if found is None and sees(cloud, subject, table.parent):
        raise missing(f"Table {table.name} not found.")
    require(cloud, subject, "DESCRIBE", table)
    if found is None:
        raise missing(f"Table {table.name} not found.")
    return _behind_table(cloud, subject, table, found)


def see_databases(cloud: Cloud, subject: Subject, catalog: str) -> Iterator[GlueShape]:
    """The databases of a catalogue that a subject sees."""
    for found in cloud.moto("glue", "GetDatabases", {}, account=catalog)["DatabaseList"]:
        if sees(cloud, subject, Database(catalog, found["Name"])):
            yield _behind_database(cloud, subject, found)


def see_tables(cloud: Cloud, subject: Subject, database: Database) -> list[GlueShape]:
    """The tables of a database that a subject sees, through a database link if it is one.

    Raises:
        AwsError: AccessDeniedException or EntityNotFoundException, if it sees none of it.
    """
    if find_database(cloud, database) is None:
        see_database(cloud, subject, database)
    database = target_database(cloud, subject, database)
    listed = cloud.moto(
        "glue", "GetTables", {"DatabaseName": database.name}, account=database.catalog
    )
    tables = [(Table(database.catalog, database.name, t["Name"]), t) for t in listed["TableList"]]
    seen = [
        _behind_table(cloud, subject, table, found)
        for table, found in tables
        if sees(cloud, subject, table)
    ]
    if not seen:
        require(cloud, subject, "DESCRIBE", database)
    return seen


def through_database_link(cloud: Cloud, subject: Subject, table: Table) -> Table:
    """The table that is meant where the database may be a link; the link needs its own DESCRIBE.

    Raises:
        AwsError: AccessDeniedException.
    """
    database = target_database(cloud, subject, table.parent)
    return Table(database.catalog, database.name, table.name)


def target_of(link: GlueShape) -> Table:
    """The table that a table link names."""
    target = link["TargetTable"]
    return Table(target["CatalogId"], target["DatabaseName"].lower(), target["Name"].lower())


def permitted_columns(cloud: Cloud, subject: Subject, table: Table, found: GlueShape) -> GlueShape:
    """A table without the columns whose names a subject may not see."""
    lake = lake_of(cloud, table.catalog)
    registered = is_registered(cloud, subject, table, found)
    shown = dict(found) | {"IsRegisteredWithLakeFormation": registered}
    if is_admin(lake, subject) or is_read_only_admin(lake, subject):
        return shown
    permitted = described(lake, at(cloud, lake, subject, table), table, columns_of(found))
    if "StorageDescriptor" in found:
        storage = found["StorageDescriptor"]
        shown["StorageDescriptor"] = dict(storage) | {
            "Columns": _only(storage.get("Columns", ()), permitted)
        }
    if "PartitionKeys" in found:
        shown["PartitionKeys"] = _only(found["PartitionKeys"], permitted)
    return shown


def is_registered(cloud: Cloud, subject: Subject, table: Table, found: GlueShape) -> bool:
    """Whether the data of a table lies in a location for which a subject is vended credentials."""
    return registration_for(cloud, subject, table, found) is not None


def target_database(cloud: Cloud, subject: Subject, database: Database) -> Database:
    """The database itself, or the target of a link, which needs its own DESCRIBE.

    Raises:
        AwsError: AccessDeniedException.
    """
    found = find_database(cloud, database) or {}
    if not found.get("TargetDatabase"):
        return database
    require(cloud, subject, "DESCRIBE", database)
    target = found["TargetDatabase"]
    return Database(target["CatalogId"], target["DatabaseName"].lower())


def _behind_database(cloud: Cloud, subject: Subject, found: GlueShape) -> GlueShape:
    link = found.get("TargetDatabase")
    if not link:
        return found
    target = Database(link["CatalogId"], link["DatabaseName"].lower())
    behind = find_database(cloud, target)
    if behind is None or not sees(cloud, subject, target):
        return found
    return dict(behind) | {key: found[key] for key in ("Name", "CatalogId", "TargetDatabase")}


def _behind_table(cloud: Cloud, subject: Subject, table: Table, found: GlueShape) -> GlueShape:
    if not found.get("TargetTable"):
        return permitted_columns(cloud, subject, table, found)
    target = target_of(found)
    behind = find_table(cloud, target)
    if behind is None or not sees(cloud, subject, target):
        return found
    own = ("Name", "DatabaseName", "CatalogId", "TargetTable")
    shown = permitted_columns(cloud, subject, target, behind)
    return dict(shown) | {key: found[key] for key in own}


def _only(
    columns: Iterable[Mapping[str, Any]], permitted: frozenset[str]
) -> list[Mapping[str, Any]]:
    return [column for column in columns if column["Name"].lower() in permitted]
