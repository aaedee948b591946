"""Who may grant by expressions of LF-tags, and by name what an expression reaches.

Sources: Lake Formation developer guide, lf-tag-considerations (in the account itself) and
permission-cascading-rules (from account to account).
"""

from collections.abc import Iterable

from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import Lake, Subject
from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    Columns,
    Database,
    Resource,
    SavedExpression,
    Table,
    TagKey,
    TagPolicy,
    spans,
)
from emulator.lakeformation.engine.tags import matches, reaches_every_column, tags_of

_GRANTING = "GRANT_WITH_LF_TAG_EXPRESSION"


def may_use(lake: Lake, subject: Subject, grant: Grant) -> bool:
    """Whether a subject may make use of a grant's option: by tags only with a right on these tags.

    Other accounts are given tags, and not this right.
    """
    policy = grant.resource
    if not isinstance(policy, TagPolicy) or subject.account != lake.catalog:
        return True
    if policy.saved:
        return bool(decide(lake, subject, _GRANTING, SavedExpression(lake.catalog, policy.saved)))
    return all(decide(lake, subject, _GRANTING, one) for one in _pairs(policy))


def reaches_by_name(lake: Lake, granted: Resource, wanted: Resource) -> bool:
    """Whether an expression reaches all of what is named."""
    if not isinstance(granted, TagPolicy):
        return False
    match wanted:
        case Database():
            return granted.covers == "DATABASE" and matches(lake, granted, tags_of(lake, wanted))
        case Table() if granted.covers == "TABLE" and wanted.name != ALL_TABLES:
            return reaches_every_column(lake, granted, wanted)
        case Columns(table=table, names=names, excluding=False) if granted.covers == "TABLE":
            return all(matches(lake, granted, tags_of(lake, table, name)) for name in names)
    return False


def may_pass_on_by_describing(given: Iterable[Grant], wanted: Resource) -> bool:
    """Whether an account passes on by an expression because it sees each of its tags and values.

    Where it was given that very expression, only the grant option counts.
    """
    if not isinstance(wanted, TagPolicy) or wanted.saved:
        return False
    grants = tuple(given)
    if any(grant.resource == wanted for grant in grants):
        return False
    return all(any(spans(grant.resource, one) for grant in grants) for one in _pairs(wanted))


def _pairs(policy: TagPolicy) -> Iterable[TagKey]:
    return (TagKey(policy.catalog, key, values) for key, values in policy.expression)
