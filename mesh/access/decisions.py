"""Who may decide a request, and what each decision makes of it."""

from dataclasses import replace
from typing import Literal

from mesh.access.subscription import State, Subscription
from mesh.errors import ConflictError, RefusedError

Decision = Literal["approve", "deny", "revoke"]
_NEXT: dict[Decision, tuple[frozenset[State], State]] = {
    "approve": (frozenset({"requested"}), "approved"),
    "deny": (frozenset({"requested"}), "denied"),
    "revoke": (frozenset({"approved", "active"}), "revoking"),
}
_PAST: dict[Decision, str] = {"approve": "approved", "deny": "denied", "revoke": "revoked"}


def decide(  # noqa: PLR0913 - who decides what, how, and when
    subscription: Subscription,
    decision: Decision,
    *,
    caller: str,
    owner: str,
    why: str | None,
    now: str,
    session: str | None = None,
) -> Subscription:
    """Take a decision.

    Args:
        caller: ARN of the role that decides, as the request context proved it.
        session: name of the caller's session, from the same context.
        owner: ARN of the owner role of the domain that publishes the product.

    Raises:
        RefusedError: if the caller is not the owner, or decides a request of its own.
        ConflictError: if the request is not in a state that allows the decision.
    """
    _check_decider(subscription, decision, caller=caller, owner=owner, session=session)
    _check_state(subscription, decision, why=why, now=now)
    _, following = _NEXT[decision]
    return replace(
        subscription,
        state=following,
        decided_by=caller,
        decided_at=now,
        why=why,
        revision=subscription.revision + 1,
    )


def _check_decider(
    subscription: Subscription,
    decision: Decision,
    *,
    caller: str,
    owner: str,
    session: str | None,
) -> None:
    if caller != owner:
        raise RefusedError(
            f"only {owner} decides on {subscription.product}; {caller} may not {decision} it"
        )
    if decision == "approve" and caller in {subscription.requested_by, subscription.principal}:
        raise RefusedError(
            f"nobody approves their own request: {subscription.id} was asked by or for {caller}; "
            "the owner's own access is standing"
        )
    if decision == "approve" and _is_same(session, subscription.requested_session):
        raise RefusedError(
            f"nobody approves their own request: {subscription.id} was asked in a session of the "
            "same name as yours; another person who may act as the owner decides"
        )


def _check_state(
    subscription: Subscription, decision: Decision, *, why: str | None, now: str
) -> None:
    allowed, _ = _NEXT[decision]
    if subscription.state not in allowed:
        raise ConflictError(
            f"request {subscription.id} is {subscription.state}; only one that is "
            f"{' or '.join(sorted(allowed))} can be {_PAST[decision]}"
        )
    if decision == "approve" and not now < subscription.ends_at:
        raise ConflictError(
            f"request {subscription.id} ended at {subscription.ends_at}; ask anew with a later end"
        )
    if decision == "deny" and not why:
        raise ConflictError(f"say why {subscription.id} is denied; who asked is told")


def _is_same(session: str | None, other: str | None) -> bool:
    # User names in session names are compared as identity providers do: without case.
    return session is not None and other is not None and session.casefold() == other.casefold()


def settle(subscription: Subscription, state: State) -> Subscription:
    """Move a subscription to where its grants are proven to be."""
    return replace(subscription, state=state, problem=None, revision=subscription.revision + 1)
