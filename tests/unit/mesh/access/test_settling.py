"""A subscription is active or revoked only when reading back proves it."""

from dataclasses import replace

from mesh.access.desired import desired, rights
from mesh.access.lake import FilterName, Held, Lake
from mesh.access.settling import settle_all
from mesh.access.subscription import Subscription
from tests.unit.mesh.access.building import (
    ANALYST,
    MEMBERS,
    MOMENT,
    contract,
    product,
    subscription,
)

FILTER = FilterName("loyalty", "passengers_v1", "sub-a1-1")


def settled(
    held: Subscription, proven: Lake, problems: tuple[str, ...] = ()
) -> list[tuple[str, str | None, str | None]]:
    wanted = rights([product()], [held], MOMENT)
    found = settle_all([held], wanted, proven, problems, MOMENT)
    return [(each.subscription.state, each.action, each.subscription.problem) for each in found]


def granted(held: Subscription) -> Lake:
    return desired(rights([product()], [held], MOMENT))


def test_what_is_proven_granted_becomes_active() -> None:
    held = subscription()

    assert settled(held, granted(held)) == [("active", "granted", None)]


def test_without_the_grant_it_is_not_active_and_says_why() -> None:
    held = subscription()
    without = Lake(granted(held).filters, frozenset())
    problem = "grant SELECT on loyalty.passengers_v1.sub-a1-1: Invalid principal"

    assert settled(held, without, (problem,)) == [("approved", None, problem)]


def test_a_filter_that_shows_something_else_proves_nothing() -> None:
    held = subscription()
    wider = granted(subscription(columns=("country", "tier", "email")))

    assert [state for state, _, _ in settled(held, wider)] == ["approved"]


def test_a_revocation_is_reported_only_when_the_grant_is_gone() -> None:
    revoking = subscription(state="revoking")
    left = Lake({}, frozenset({Held(ANALYST, FILTER, "SELECT")}))

    assert settled(revoking, left) == [("revoking", None, "access is not proven gone yet")]
    assert settled(revoking, Lake()) == [("revoked", "revoked", None)]


def test_what_ended_is_expired_when_it_is_gone() -> None:
    ended = subscription(state="active", ends_at=MOMENT)

    assert settled(ended, Lake()) == [("expired", "expired", None)]


def test_what_is_settled_is_left_alone() -> None:
    held = subscription(state="active")

    assert settled(held, granted(held)) == []
    assert settled(subscription(state="revoked"), Lake()) == []


def test_a_row_expression_on_a_column_that_became_personal_grants_nothing_and_says_so() -> None:
    held = subscription(columns=("tier",), rows="country = 'NO'", state="active")
    columns = tuple(
        replace(column, personal=("LOCATION",)) if column.name == "country" else column
        for column in MEMBERS.columns
    )
    later = product(contract(replace(MEMBERS, columns=columns)))
    wanted = rights([later], [held], MOMENT)

    assert [right.filter.name for right in wanted] == ["sub-owner-loyalty-1"]
    (found,) = settle_all([held], wanted, Lake(), (), MOMENT)
    assert "became personal" in str(found.subscription.problem)
