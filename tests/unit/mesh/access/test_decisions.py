"""Only the owning domain decides a request, and nobody approves their own."""

import pytest

from mesh.access.decisions import Decision, decide
from mesh.access.subscription import State, Subscription
from mesh.errors import ConflictError, RefusedError
from tests.unit.mesh.access.building import ANALYST, MOMENT, OWNER, subscription


def taken(
    asked: Subscription, decision: Decision, *, caller: str = OWNER, why: str | None = "fits"
) -> Subscription:
    return decide(asked, decision, caller=caller, owner=OWNER, why=why, now=MOMENT)


@pytest.mark.parametrize(
    ("state", "decision", "following"),
    [
        ("requested", "approve", "approved"),
        ("requested", "deny", "denied"),
        ("approved", "revoke", "revoking"),
        ("active", "revoke", "revoking"),
    ],
)
def test_a_decision_moves_a_request_on(state: State, decision: Decision, following: State) -> None:
    decided = taken(subscription(state=state), decision)

    assert decided.state == following
    assert (decided.decided_by, decided.why, decided.revision) == (OWNER, "fits", 2)


@pytest.mark.parametrize("caller", [ANALYST, OWNER.replace("owner", "engineer")])
@pytest.mark.parametrize("decision", ["approve", "deny", "revoke"])
def test_nobody_but_the_owner_decides(caller: str, decision: Decision) -> None:
    with pytest.raises(RefusedError, match="loyalty-owner decides"):
        taken(subscription(state="requested"), decision, caller=caller)


def test_an_owner_does_not_approve_what_it_asked_itself() -> None:
    with pytest.raises(RefusedError, match="nobody approves their own"):
        taken(subscription(state="requested", principal=OWNER), "approve")


@pytest.mark.parametrize(
    "state", ["denied", "approved", "active", "revoking", "revoked", "expired"]
)
def test_what_is_decided_is_not_approved_again(state: State) -> None:
    with pytest.raises(ConflictError, match=state):
        taken(subscription(state=state), "approve")


def test_what_has_ended_is_not_approved() -> None:
    with pytest.raises(ConflictError, match="ask anew"):
        taken(subscription(state="requested", ends_at=MOMENT), "approve")


def test_a_denial_says_why() -> None:
    with pytest.raises(ConflictError, match="say why"):
        taken(subscription(state="requested"), "deny", why=None)
