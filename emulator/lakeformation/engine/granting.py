"""Who may grant what, and which grants contradict each other."""

from collections.abc import Iterable

from emulator.lakeformation.engine.decision import is_admin
from emulator.lakeformation.engine.granting_by_tags import (
    may_pass_on_by_describing,
    may_use,
    reaches_by_name,
)
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.holdings import holdings
from emulator.lakeformation.engine.lake import Lake, Subject
from emulator.lakeformation.engine.resources import (
    Columns,
    Filter,
    Resource,
    Table,
    spans,
    table_of,
)
from emulator.lakeformation.engine.sharing import groups_of

_NOT_BESIDE_COLUMNS = frozenset({"ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT"})
FILTERS_PER_PRINCIPAL = 100
SHARES_DIRECTLY = 3
"""The first cross-account version whose grants may name a role of another account."""


def may_grant(
    lake: Lake,
    subject: Subject,
    permissions: Iterable[str],
    resource: Resource,
    *,
    administers_home: bool = False,
) -> bool:
    """Whether a subject may grant or revoke: administrators anything, others what they may pass on.

    Args:
        administers_home: whether it administers its own account's lake: then what that account
            was given with grant option is its to pass on.
    """
    if is_admin(lake, subject):
        return True
    held = holdings(lake, subject, resource)
    shared = held.shared if administers_home else ()
    if may_pass_on_by_describing(shared, resource):
        return True
    own = [*held.direct, *held.passed_on, *shared]
    grants = [grant for grant in own if may_use(lake, subject, grant)]
    return all(
        any(_passes_on(lake, g, p, resource) for g in grants)
        or any(_passes_on_more(g, p, resource) for g in shared)
        for p in permissions
    )


def orphans(lake: Lake) -> tuple[Grant, ...]:
    """What accounts passed on of things of which they hold nothing to pass on any more.

    Source: Lake Formation developer guide, cross-account-permissions (a revocation cascades).
    """
    return tuple(
        grant
        for grant in lake.grants()
        if grant.grantor_account != lake.catalog and not _is_backed(lake, grant)
    )


def _is_backed(lake: Lake, passed_on: Grant) -> bool:
    account = passed_on.grantor_account
    given = [
        grant
        for name in (account, *groups_of(lake, account))
        for grant in lake.grants_about(name, passed_on.resource)
        if grant.grantor_account == lake.catalog
    ]
    if may_pass_on_by_describing(given, passed_on.resource):
        return True
    return all(
        any(
            _passes_on(lake, grant, permission, passed_on.resource)
            or (
                _passes_on_more(grant, permission, passed_on.resource)
                and not _are_apart(grant.resource, passed_on.resource)
            )
            for grant in given
        )
        for permission in passed_on.permissions
    )


def _are_apart(given: Resource, passed_on: Resource) -> bool:
    if not (isinstance(given, Columns) and isinstance(passed_on, Columns)):
        return False
    return not (given.excluding or passed_on.excluding or given.names & passed_on.names)


def contradiction(
    lake: Lake, principal: str, permissions: frozenset[str], resource: Resource
) -> str | None:
    """Why these permissions cannot stand beside what the principal holds, or ``None``.

    Source: Lake Formation developer guide, lf-permissions-reference (partial SELECT beside
    DESCRIBE, ALTER, DROP, DELETE or INSERT, whichever was there first).
    """
    table = table_of(resource)
    held = [g for g in lake.grants_of(principal) if table and table_of(g.resource) == table]
    if isinstance(resource, Columns):
        clash = any(g.resource == table and g.permissions & _NOT_BESIDE_COLUMNS for g in held)
        return _INVALID if clash and not resource.is_whole_table else None
    partial = any(isinstance(g.resource, Columns) for g in held)
    clash = isinstance(resource, Table) and partial and bool(permissions & _NOT_BESIDE_COLUMNS)
    return _INVALID if clash else None


_INVALID = "Permissions modification is invalid."


def too_many_filters(lake: Lake, principal: str, cells: Filter) -> bool:
    """Whether one more filter on this table would be more than a principal may hold."""
    held = {
        g.resource
        for g in lake.grants_of(principal)
        if isinstance(g.resource, Filter) and g.resource.table == cells.table
    }
    return len(held | {cells}) > FILTERS_PER_PRINCIPAL


def _passes_on(lake: Lake, grant: Grant, permission: str, wanted: Resource) -> bool:
    if permission not in grant.grantable and "ALL" not in grant.grantable:
        return False
    if grant.resource == wanted or spans(grant.resource, wanted):
        return True
    if reaches_by_name(lake, grant.resource, wanted):
        return True
    table = table_of(wanted)
    if table is None:
        return False
    if grant.resource in (table, table.every_sibling):
        return True
    # Part of a table is passed on only as part of it, and only from a list that includes.
    return (
        isinstance(grant.resource, Columns)
        and isinstance(wanted, Columns)
        and grant.resource.table == table
        and not wanted.excluding
        and wanted.names <= grant.resource.choose(wanted.names)
    )


def _passes_on_more(grant: Grant, permission: str, wanted: Resource) -> bool:
    """Whether what an account was given lets its administrator pass on even more of that table.

    Who gets it sees no more than the account does. A list of columns needs every row.

    Source: Lake Formation developer guide, data-filtering-notes (external accounts).
    """
    table = table_of(wanted)
    if permission != "SELECT" or permission not in grant.grantable or table is None:
        return False
    by_rows = isinstance(grant.resource, Filter) and isinstance(wanted, Columns)
    return table_of(grant.resource) == table and not by_rows
