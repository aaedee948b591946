"""Whether a resource can be shared with other accounts although IAM decides about it too.

Source: Lake Formation developer guide, "Prerequisites" of cross-account data sharing (the group
must be removed where the location is registered in Lake Formation mode), and "Prerequisites for
setting up hybrid access mode" (version 4).
"""

from emulator.cloud import Cloud
from emulator.lakeformation.catalogue import find_database, find_table, location_arn
from emulator.lakeformation.engine.hybrid import SHARES_BESIDE_IAM
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.resources import ALL_TABLES, Database, Resource, table_of


def can_share_beside_iam(cloud: Cloud, lake: Lake, resource: Resource) -> bool:
    """Whether the version allows it, and the location is not Lake Formation's alone."""
    if lake.settings.cross_account_version < SHARES_BESIDE_IAM:
        return False
    arn = location_arn(_location(cloud, resource) or "")
    registration = lake.registration_of(arn) if arn else None
    return registration is None or registration.hybrid


def _location(cloud: Cloud, resource: Resource) -> str | None:
    table = table_of(resource)
    if table is not None and table.name != ALL_TABLES:
        shape = find_table(cloud, table) or {}
        location: str | None = shape.get("StorageDescriptor", {}).get("Location")
        return location
    database = table.parent if table is not None else resource
    if not isinstance(database, Database):
        return None
    uri: str | None = (find_database(cloud, database) or {}).get("LocationUri")
    return uri
