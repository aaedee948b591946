"""May this subject do this to that? The answer carries its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.holdings import Holdings, holdings
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Lake, Subject
from emulator.lakeformation.engine.permissions import includes, words
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
    spans,
    table_of,
)
from emulator.lakeformation.engine.tags import (
    matches,
    reaches_every_column,
    reaches_table,
    reaches_tables_of,
    tags_of,
)


@dataclass(frozen=True)
class Decision:
    """Whether it is allowed, and the rule that said so."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def is_admin(lake: Lake, subject: Subject) -> bool:
    """Whether the subject administers this lake; nobody administers another account's."""
    return subject.account == lake.catalog and subject.arn in lake.settings.admins


def is_read_only_admin(lake: Lake, subject: Subject) -> bool:
    """Whether the subject may see all of this lake's metadata."""
    return subject.account == lake.catalog and subject.arn in lake.settings.read_only_admins


def decide(lake: Lake, subject: Subject, permission: str, resource: Resource) -> Decision:
    """Decide one permission on one resource.

    ``SELECT`` on a table means all of it; ``readable`` says which columns and rows there are.
    """
    if is_admin(lake, subject) and _implicit_for_admins(permission, resource):
        return Decision(allowed=True, reason=f"{subject.arn} administers the data lake")
    if is_read_only_admin(lake, subject) and permission == "DESCRIBE":
        return Decision(allowed=True, reason=f"{subject.arn} is a read-only administrator")
    return decide_by(lake, holdings(lake, subject, resource), permission, resource)


def decide_by(lake: Lake, held: Holdings, permission: str, resource: Resource) -> Decision:
    """Decide by grants alone."""
    for grant in _giving(lake, held.direct, permission, resource):
        return Decision(allowed=True, reason=f"granted to {grant.principal} on {grant.resource}")
    share = next(_giving(lake, held.shared, permission, resource), None)
    passed = next(_giving(lake, held.passed_on, permission, resource), None)
    if share and held.sees_shared and permission == "DESCRIBE":
        # Lake Formation developer guide, implicit-permissions.
        reason = f"shared with {share.principal}, whose data lake the subject administers"
        return Decision(allowed=True, reason=reason)
    if share and passed:
        return Decision(allowed=True, reason=f"shared with {share.principal} and passed on")
    return Decision(
        allowed=False,
        reason=f"Insufficient Lake Formation permission(s): "
        f"Required {words(permission)} on {resource}",
    )


def _implicit_for_admins(permission: str, resource: Resource) -> bool:
    # Administrators see everything and may grant anything, but hold nothing on what others made.
    if isinstance(resource, Catalog | Location | SavedExpression | TagKey):
        return True
    return permission == "DESCRIBE"


def _giving(
    lake: Lake, grants: Iterable[Grant], permission: str, resource: Resource
) -> Iterator[Grant]:
    return (
        g
        for g in grants
        if (
            includes(g.permissions, permission) and _reaches(lake, g.resource, permission, resource)
        )
        or _implies(lake, g, permission, resource)
    )


def _reaches(  # noqa: PLR0911 - one per pair of kinds
    lake: Lake, granted: Resource, permission: str, wanted: Resource
) -> bool:
    if granted == wanted:
        return True
    match granted, wanted:
        case Table(), Table():
            return granted == wanted.every_sibling
        case Columns() | Filter(), Table():
            return permission == "DESCRIBE" and granted.table == wanted
        case TagPolicy(), Database():
            return granted.covers == "DATABASE" and matches(lake, granted, tags_of(lake, wanted))
        case TagPolicy(covers="TABLE"), Table():
            if permission == "DESCRIBE":
                return reaches_table(lake, granted, wanted)
            return reaches_every_column(lake, granted, wanted)
    return spans(granted, wanted)


def _implies(lake: Lake, grant: Grant, permission: str, wanted: Resource) -> bool:
    # Who holds a right on a table sees its database, but only in the account that owns both.
    if permission != "DESCRIBE" or not isinstance(wanted, Database):
        return False
    if grant.principal == EVERYONE_BY_IAM or ":" not in grant.principal:
        return False
    if _account_of(grant.principal) != wanted.catalog:
        return False
    table = table_of(grant.resource)
    if table is not None:
        return table.parent == wanted
    return isinstance(grant.resource, TagPolicy) and reaches_tables_of(lake, grant.resource, wanted)


def _account_of(principal: str) -> str:
    return (
        principal.split(":")[4]
        if principal.startswith("arn:")
        else principal.split(":", maxsplit=1)[0]
    )
