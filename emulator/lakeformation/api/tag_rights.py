"""What who makes an LF-tag or an expression holds on it, and what attaching a tag asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from emulator.api import Call
from emulator.lakeformation.engine.decision import is_admin
from emulator.lakeformation.engine.granting import may_grant
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.resources import Database, SavedExpression, Table, TagKey
from emulator.lakeformation.store import administers_home, not_authorised, subject_of

_OF_EXPRESSIONS = frozenset({"ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"})
_OF_CREATORS: Mapping[type, frozenset[str]] = {
    TagKey: _OF_EXPRESSIONS | {"ASSOCIATE"},
    SavedExpression: _OF_EXPRESSIONS,
}
_OF_OWNERS: Mapping[type, frozenset[str]] = {
    Database: frozenset({"ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"}),
    Table: frozenset({"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"}),
}


def require_ownership(call: Call, lake: Lake, places: Iterable[Database | Table]) -> None:
    """Refuse to tag for whoever neither made a resource nor may grant everything on it.

    Raises:
        AwsError: AccessDeniedException.

    Source: Lake Formation developer guide, TBAC-assigning-tags.
    """
    subject = subject_of(call.principal)
    home = administers_home(call.cloud, subject)
    for place in set(places):
        if not may_grant(lake, subject, _OF_OWNERS[type(place)], place, administers_home=home):
            raise not_authorised()


def give_to_creator(call: Call, lake: Lake, made: TagKey | SavedExpression) -> None:
    """Let who made a tag or an expression do everything with it; administrators may anyway."""
    if is_admin(lake, subject_of(call.principal)):
        return
    permissions = _OF_CREATORS[type(made)]
    lake.put_grant(
        Grant(
            principal=call.principal.policy_arn,
            resource=made,
            permissions=permissions,
            grantable=permissions,
            grantor_account=lake.catalog,
            granted_by=call.principal.policy_arn,
            updated=datetime.now(UTC),
        )
    )


def widen_for_creator(lake: Lake, tag: TagKey, values: frozenset[str]) -> None:
    """Let what a tag's creator holds follow the tag's values."""
    for held in [g for g in lake.grants() if g.resource == tag and g.granted_by == g.principal]:
        lake.put_grant(replace(held, permissions=frozenset()))
        lake.put_grant(replace(held, resource=replace(tag, values=values)))
