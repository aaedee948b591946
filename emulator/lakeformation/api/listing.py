"""Reading permissions back, with the traps that the real service sets.

With principal and resource the answer is what counts, without a principal what was granted.
Data cells filters are shown only without a principal.
A whole-table SELECT reads as a column wildcard.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from emulator.api import Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.shapes import (
    account_of,
    read_principal,
    read_resource,
    write_resource,
)
from emulator.lakeformation.engine.decision import decide, is_admin, is_read_only_admin
from emulator.lakeformation.engine.granting import may_grant
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import Lake, Subject
from emulator.lakeformation.engine.permissions import grantable_on
from emulator.lakeformation.engine.resources import (
    Catalog,
    Columns,
    Database,
    Filter,
    Location,
    Resource,
    SavedExpression,
    Table,
    TagKey,
    TagPolicy,
    catalog_of,
    table_of,
)
from emulator.lakeformation.engine.sharing import shared_thing
from emulator.lakeformation.store import catalog_named, invalid, lake_of, not_authorised, subject_of

_ANY = "ANY_RESOURCE"
_KINDS: dict[str, type] = {
    "CATALOG": Catalog,
    "DATABASE": Database,
    "TABLE": Table,
    "DATA_LOCATION": Location,
    "LF_TAG": TagKey,
    "LF_NAMED_TAG_EXPRESSION": SavedExpression,
    "LF_TAG_POLICY": TagPolicy,
    "LF_TAG_POLICY_DATABASE": TagPolicy,
    "LF_TAG_POLICY_TABLE": TagPolicy,
}


def list_permissions(call: Call) -> dict[str, Any]:
    """``ListPermissions``."""
    asked = call.parameters
    principal = read_principal(asked.get("Principal") or {})
    related = str(asked.get("IncludeRelated") or "").upper() == "TRUE"
    if related and principal:
        raise invalid("Principal must not be given when cell filters are asked for.")
    resource = _resource(call)
    lake = lake_of(call.cloud, catalog_of(resource) if resource else catalog_named(call))
    subject = subject_of(call.principal)
    if not (is_admin(lake, subject) or is_read_only_admin(lake, subject)):
        if principal and principal != subject.arn:
            raise not_authorised()
        principal = subject.arn
    if principal and resource:
        entries = list(_effective(lake, principal, resource))
    else:
        wanted = _kind(str(asked.get("ResourceType") or _ANY))
        entries = [
            entry
            for grant in lake.grants()
            if _asked(grant, principal, resource, related=related) and wanted(grant.resource)
            for entry in write_grant(lake, grant)
        ]
    return page(call, "PrincipalResourcePermissions", entries)


def _resource(call: Call) -> Resource | None:
    shape = call.parameters.get("Resource")
    if not shape:
        return None
    if "TableWithColumns" in shape:
        raise invalid("Permissions on a table with columns cannot be listed; ask for the table.")
    return read_resource(shape, catalog_named(call))


def _asked(grant: Grant, principal: str, resource: Resource | None, *, related: bool) -> bool:
    if principal and grant.principal != principal:
        return False
    if isinstance(grant.resource, Filter):
        if principal:
            return False
        by_table = related and resource is not None and grant.resource.table == resource
        return resource is None or grant.resource == resource or by_table
    if isinstance(grant.resource, Columns):
        return resource is None or grant.resource.table == resource
    return resource is None or grant.resource == resource


def _kind(asked: str) -> Callable[[Resource], bool]:
    if asked == _ANY:
        return lambda _: True
    if asked not in _KINDS:
        raise invalid(f"ResourceType must be {_ANY} or one of {', '.join(_KINDS)}, got {asked}.")
    kind = _KINDS[asked]
    if kind is Table:
        return lambda resource: table_of(resource) is not None
    covers = asked.removeprefix("LF_TAG_POLICY").removeprefix("_")
    return lambda resource: (
        isinstance(resource, kind)
        and (not covers or not isinstance(resource, TagPolicy) or resource.covers == covers)
    )


def write_grant(lake: Lake, grant: Grant) -> Iterator[dict[str, Any]]:
    """Write a grant as it is shown: SELECT on a whole table stands apart, as a column wildcard."""
    select = frozenset({"SELECT"})
    if isinstance(grant.resource, Table) and "SELECT" in grant.permissions:
        whole = Columns(grant.resource, frozenset(), excluding=True)
        yield _entry(lake, grant, whole, grant.permissions & select)
        if others := grant.permissions - select:
            yield _entry(lake, grant, grant.resource, others)
    else:
        yield _entry(lake, grant, grant.resource, grant.permissions)


def _entry(
    lake: Lake, grant: Grant, resource: Resource, permissions: frozenset[str]
) -> dict[str, Any]:
    shape = {
        "Principal": {"DataLakePrincipalIdentifier": grant.principal},
        "Resource": write_resource(resource),
        "Permissions": sorted(permissions),
        "PermissionsWithGrantOption": sorted(grant.grantable & permissions),
        "LastUpdated": grant.updated,
        "LastUpdatedBy": grant.granted_by,
    }
    share = lake.shares.get((grant.principal, shared_thing(grant.resource)))
    return shape | ({"AdditionalDetails": {"ResourceShare": [share]}} if share else {})


def _granted_option(lake: Lake, subject: Subject, permission: str, resource: Resource) -> bool:
    # What an administrator may grant anyway is not told as granted to it.
    return not is_admin(lake, subject) and may_grant(lake, subject, {permission}, resource)


def _effective(lake: Lake, principal: str, resource: Resource) -> Iterator[dict[str, Any]]:
    # Asked for a filter together with a principal, it answers nothing, although granted.
    account = account_of(principal) or lake.catalog
    if isinstance(resource, Filter):
        return
    subject = Subject(principal, account)
    permissions = [
        p
        for p in sorted(grantable_on(resource))
        # What was granted is listed although nobody accepted the share yet.
        if decide(replace(lake, waiting=set()), subject, p, resource)
    ]
    if permissions:
        yield {
            "Principal": {"DataLakePrincipalIdentifier": principal},
            "Resource": write_resource(resource),
            "Permissions": permissions,
            "PermissionsWithGrantOption": [
                p for p in permissions if _granted_option(lake, subject, p, resource)
            ],
        }
    for grant in lake.grants_of(principal):
        if isinstance(grant.resource, Columns) and grant.resource.table == resource:
            yield from write_grant(lake, grant)
