"""What a Glue call names: in lower case, in the caller's catalogue unless it says otherwise."""

from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.resources import Database, Table
from emulator.lakeformation.store import lake_of

Shape = dict[str, Any]


def catalog_of_call(call: Call) -> str:
    """The account whose catalogue a call is about."""
    return str(call.parameters.get("CatalogId") or call.account)


def database_named(call: Call, key: str = "DatabaseName") -> Database:
    """The database that a call names."""
    return Database(catalog_of_call(call), lowered(call.parameters[key]))


def table_named(call: Call, key: str = "Name") -> Table:
    """The table that a call names."""
    database = database_named(call)
    return Table(database.catalog, database.name, lowered(call.parameters[key]))


def lowered(name: str) -> str:
    """A name as the catalogue keeps it.

    Raises:
        AwsError: InvalidInputException for a name that nothing can have.
    """
    if not name or len(name) > 255 or name != name.strip():  # noqa: PLR2004 - Glue's own limit
        raise AwsError("InvalidInputException", f"{name!r} is not a valid name.")
    return name.lower()


def grant_to_creator(call: Call, resource: Database | Table, permissions: set[str]) -> None:
    """Who creates a thing holds everything on it, and may grant it."""
    give(call, call.principal.policy_arn, resource, permissions, grantable=permissions)


def give(
    call: Call,
    principal: str,
    resource: Database | Table,
    permissions: set[str],
    *,
    grantable: set[str],
) -> None:
    """Write a grant that the catalogue makes by itself."""
    lake_of(call.cloud, resource.catalog).put_grant(
        Grant(
            principal=principal,
            resource=resource,
            permissions=frozenset(permissions),
            grantable=frozenset(grantable),
            grantor_account=resource.catalog,
            granted_by=call.principal.policy_arn,
            updated=datetime.now(UTC),
        )
    )
