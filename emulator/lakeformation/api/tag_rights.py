"""What who makes an LF-tag holds on it, and what attaching one asks of the resource."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from emulator.api import Call
from emulator.lakeformation.engine.decision import is_admin
from emulator.lakeformation.engine.granting import may_grant
from emulator.lakeformation.engine.lake import Grant, Lake
from emulator.lakeformation.engine.resources import Database, Table, TagKey
from emulator.lakeformation.store import administers_home, not_authorised, subject_of

_OF_CREATORS = frozenset({"ALTER", "ASSOCIATE", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"})
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


def give_to_creator(call: Call, lake: Lake, tag: TagKey) -> None:
    """Let who made a tag do everything with it; administrators may anyway."""
    if is_admin(lake, subject_of(call.principal)):
        return
    lake.put_grant(
        Grant(
            principal=call.principal.policy_arn,
            resource=tag,
            permissions=_OF_CREATORS,
            grantable=_OF_CREATORS,
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
