"""What a subject is in another account's lake: its administrator, or somebody whom IAM lets in.

Sources: Lake Formation developer guide, implicit-permissions (an administrator sees what is shared
with its account); Glue developer guide, "Granting cross-account access" (where IAM
decides, the owner's catalogue policy and the caller's own policies must both allow). Assumed: that
policy opens nothing whose location is registered in Lake Formation mode.
"""

from dataclasses import replace

from emulator.cloud import Cloud
from emulator.lakeformation.catalogue import find_table, location_arn
from emulator.lakeformation.catalogue_policy import lets_in
from emulator.lakeformation.engine.lake import Lake, Subject
from emulator.lakeformation.engine.resources import Database, Resource, Table, table_of
from emulator.lakeformation.identity import arns_of
from emulator.lakeformation.store import administers_home

_ACTIONS = {
    "ALTER": "glue:Update",
    "CREATE_TABLE": "glue:Create",
    "DROP": "glue:Delete",
}
_READING = "glue:Get"


def at(
    cloud: Cloud, lake: Lake, subject: Subject, resource: Resource, permission: str = "DESCRIBE"
) -> Subject:
    """The subject with what it is in this lake, as far as it matters for one decision."""
    if subject.account == lake.catalog:
        return subject
    administers = administers_home(cloud, subject)
    let_in = _let_in(cloud, lake, subject, resource, permission)
    if not administers and not let_in:
        return subject
    return replace(subject, administers_home=administers, let_in_by_iam=let_in)


def _let_in(
    cloud: Cloud, lake: Lake, subject: Subject, resource: Resource, permission: str
) -> bool:
    thing = table_of(resource) or resource
    if not isinstance(thing, Database | Table):
        return False
    kind = "Table" if isinstance(thing, Table) or permission == "CREATE_TABLE" else "Database"
    action = f"{_ACTIONS.get(permission, _READING)}{kind}"
    if not all(lets_in(cloud, subject, action, arn) for arn in arns_of(cloud.region, thing)):
        return False
    location = (find_table(cloud, thing) or {}) if isinstance(thing, Table) else {}
    arn = location_arn(location.get("StorageDescriptor", {}).get("Location") or "")
    registration = lake.registration_of(arn) if arn else None
    return registration is None or registration.hybrid
