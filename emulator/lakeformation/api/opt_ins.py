"""Opting principals in: for them Lake Formation decides about what IAM decides for others.

Source: Lake Formation API reference, CreateLakeFormationOptIn, DeleteLakeFormationOptIn,
ListLakeFormationOptIns; developer guide, "Hybrid access mode considerations and limitations" (only
administrators opt principals in and see who is). Assumed: opting in twice changes nothing, and an
administrator may opt roles of its own account in to what another account shares.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from emulator.api import Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.shapes import (
    account_of,
    read_principal,
    read_resource,
    write_resource,
)
from emulator.lakeformation.catalogue import find_database, find_table, principal_exists
from emulator.lakeformation.engine.decision import is_admin, is_read_only_admin
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Item, Lake, OptIn
from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    Catalog,
    Database,
    Resource,
    Table,
    catalog_of,
)
from emulator.lakeformation.store import (
    Lakes,
    administers_home,
    invalid,
    lake_of,
    missing,
    not_authorised,
    subject_of,
)


@dataclass(frozen=True)
class _Asked:
    lake: Lake
    principal: str
    resource: Catalog | Database | Table

    @property
    def item(self) -> Item:
        return (self.principal, self.resource)


def create(call: Call) -> dict[str, Any]:
    """``CreateLakeFormationOptIn``."""
    asked = _read(call)
    if asked.principal == EVERYONE_BY_IAM or not principal_exists(call.cloud, asked.principal):
        raise invalid(f"Invalid principal, arn: {asked.principal}")
    _require_existing(call, asked.resource)
    by = subject_of(call.principal).arn
    asked.lake.opt_ins[asked.item] = OptIn(updated=datetime.now(UTC), updated_by=by)
    return {}


def delete(call: Call) -> dict[str, Any]:
    """``DeleteLakeFormationOptIn``: IAM decides again."""
    asked = _read(call)
    if asked.lake.opt_ins.pop(asked.item, None) is None:
        raise missing(f"{asked.principal} is not opted in to {asked.resource}.")
    return {}


def list_all(call: Call) -> dict[str, Any]:
    """``ListLakeFormationOptIns``: of the account's catalogue, and of its roles elsewhere."""
    subject = subject_of(call.principal)
    own = lake_of(call.cloud, call.account)
    if not (is_admin(own, subject) or is_read_only_admin(own, subject)):
        raise not_authorised()
    principal = read_principal(call.parameters.get("Principal") or {})
    shape = call.parameters.get("Resource")
    resource = read_resource(shape, call.account) if shape else None
    found = [
        _write(item, opt_in)
        for item, opt_in in _seen(call)
        if principal in ("", item[0]) and resource in (None, item[1])
    ]
    return page(call, "LakeFormationOptInsInfoList", found)


def _seen(call: Call) -> Iterator[tuple[Item, OptIn]]:
    for account in call.cloud.store(Lakes).accounts():
        for item, opt_in in lake_of(call.cloud, account).opt_ins.items():
            if call.account in (account, account_of(item[0])):
                yield item, opt_in


def _read(call: Call) -> _Asked:
    if call.parameters.get("Condition"):
        raise invalid("Conditions of opt-ins are not part of the embedded AWS; leave it out.")
    resource = read_resource(call.parameters["Resource"], call.account)
    if not isinstance(resource, Catalog | Database | Table):
        raise invalid("Principals opt in to catalogs, databases and tables.")
    principal = read_principal(call.parameters["Principal"])
    lake, subject = lake_of(call.cloud, catalog_of(resource)), subject_of(call.principal)
    ours = account_of(principal) == call.account and administers_home(call.cloud, subject)
    if not (is_admin(lake, subject) or ours):
        raise not_authorised()
    return _Asked(lake, principal, resource)


def _require_existing(call: Call, resource: Resource) -> None:
    if isinstance(resource, Table) and resource.name != ALL_TABLES:
        if find_table(call.cloud, resource) is None:
            raise missing(f"Table {resource.name} not found.")
        return
    database = resource.parent if isinstance(resource, Table) else resource
    if isinstance(database, Database) and find_database(call.cloud, database) is None:
        raise missing(f"Database {database.name} not found.")


def _write(item: Item, opt_in: OptIn) -> dict[str, Any]:
    principal, resource = item
    return {
        "Principal": {"DataLakePrincipalIdentifier": principal},
        **({"Resource": write_resource(resource)} if resource is not None else {}),
        "LastModified": opt_in.updated,
        "LastUpdatedBy": opt_in.updated_by,
    }
