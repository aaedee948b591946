"""What was granted on the databases and tables whose data lie at a path in S3.

Sources: Lake Formation API reference, "GetEffectivePermissionsForPath"; developer guide,
"Registering an Amazon S3 location" (the console lists so, before it registers a location, what is
in it). Assumed: who administers nothing is told its own permissions alone.
"""

import re
from collections.abc import Iterator
from typing import Any

from emulator.api import Call
from emulator.lakeformation.api.listing import write_grant
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.catalogue import location_arn
from emulator.lakeformation.engine.decision import is_admin, is_read_only_admin
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.resources import ALL_TABLES, Database, Table, TagPolicy, table_of
from emulator.lakeformation.engine.tags import matches, reaches_table, tags_of
from emulator.lakeformation.store import catalog_named, invalid, lake_of, subject_of

Place = Database | Table


def effective_permissions(call: Call) -> dict[str, Any]:
    """``GetEffectivePermissionsForPath``: grants by name and by LF-tags, on what is at the path."""
    path = call.parameters["ResourceArn"]
    if not re.fullmatch(r"arn:aws:s3:::[a-z0-9][a-z0-9.-]{2,62}(/.*)?", path):
        raise invalid(f"Only the permissions of locations in S3 are told, got {path}.")
    lake, subject = lake_of(call.cloud, catalog_named(call)), subject_of(call.principal)
    places = frozenset(_places(call, lake, path.rstrip("/")))
    every = is_admin(lake, subject) or is_read_only_admin(lake, subject)
    entries = [
        entry
        for grant in lake.grants()
        if (every or grant.principal == subject.arn) and _concerns(lake, grant, places)
        for entry in write_grant(lake, grant)
    ]
    return page(call, "Permissions", entries)


def _places(call: Call, lake: Lake, path: str) -> Iterator[Place]:
    for database in call.cloud.moto("glue", "GetDatabases", {}, account=lake.catalog)[
        "DatabaseList"
    ]:
        name = database["Name"]
        if _is_below(database.get("LocationUri", ""), path):
            yield Database(lake.catalog, name)
        tables = call.cloud.moto("glue", "GetTables", {"DatabaseName": name}, account=lake.catalog)
        for table in tables["TableList"]:
            if _is_below(table.get("StorageDescriptor", {}).get("Location", ""), path):
                yield Table(lake.catalog, name, table["Name"])


def _is_below(location: str, path: str) -> bool:
    arn = (location_arn(location) or "").rstrip("/")
    return arn == path or arn.startswith(f"{path}/")


def _concerns(lake: Lake, grant: Grant, places: frozenset[Place]) -> bool:
    resource = grant.resource
    if isinstance(resource, TagPolicy):
        return any(_reaches(lake, resource, place) for place in places)
    table = table_of(resource)
    if table is not None and table.name == ALL_TABLES:
        return any(isinstance(p, Table) and p.parent == table.parent for p in places)
    return (table or resource) in places


def _reaches(lake: Lake, policy: TagPolicy, place: Place) -> bool:
    if isinstance(place, Table):
        return reaches_table(lake, policy, place)
    return policy.covers == "DATABASE" and matches(lake, policy, tags_of(lake, place))
