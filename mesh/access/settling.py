"""Where each subscription stands, judged only by what was read back from Lake Formation."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mesh.access.decisions import settle
from mesh.access.desired import Product, Right, desired
from mesh.access.lake import Database, FilterName, Lake, Resource, Table, TagPolicy
from mesh.access.subscription import OPEN, Subscription

_LONGEST_PROBLEM = 300
_ANSWERS_NO_MORE = (
    "what it named is no longer granted: a table is gone, or its columns or row expression look at "
    "a column that became personal, restricted or opaque; ask anew and name that column"
)


@dataclass(frozen=True)
class Settled:
    """A subscription after a change, and the word for it in the audit trail; None for none."""

    subscription: Subscription
    action: str | None


def settle_all(
    subscriptions: Iterable[Subscription],
    wanted: Collection[Right],
    proven: Lake,
    problems: Collection[str],
    now: str,
) -> Iterator[Settled]:
    """The subscriptions whose state or problem changes by what Lake Formation is proven to hold.

    Args:
        wanted: every right that ought to be granted now.
        proven: what was read back after the last step.
        problems: what Lake Formation said to the steps that failed.
    """
    by_subscription: dict[str, list[Right]] = {}
    for right in wanted:
        if right.subscription:
            by_subscription.setdefault(right.subscription, []).append(right)
    left = _left(proven)
    for subscription in subscriptions:
        if subscription.state in OPEN:
            if subscription.is_held(now):
                mine = by_subscription.get(subscription.id, [])
                settled = _held(subscription, mine, proven, problems)
            else:
                settled = _ended(subscription, left, problems)
            if settled:
                yield settled


def _ended(
    subscription: Subscription, left: Collection[str], problems: Collection[str]
) -> Settled | None:
    if subscription.id in left:
        return _with_problem(subscription, problems, "access is not proven gone yet")
    if subscription.state == "revoking":
        return Settled(settle(subscription, "revoked"), "revoked")
    return Settled(settle(subscription, "expired"), "expired")


def _held(
    subscription: Subscription, mine: list[Right], proven: Lake, problems: Collection[str]
) -> Settled | None:
    if len(mine) < len(subscription.scopes):
        if subscription.state == "active":
            return _with_problem(subscription, problems, _ANSWERS_NO_MORE)
        # Approved before its data: granted with the first publication.
        return None
    if not _is_real(mine, proven):
        return _with_problem(subscription, problems, "the grant is not proven yet")
    if subscription.state == "approved":
        return Settled(settle(subscription, "active"), "granted")
    if subscription.problem:
        return Settled(settle(subscription, subscription.state), None)
    return None


def _is_real(mine: list[Right], proven: Lake) -> bool:
    wanted = desired(mine)
    return wanted.held <= proven.held and all(
        proven.filters.get(name) is not None
        and set(proven.filters[name].columns) == set(cells.columns)
        and proven.filters[name].rows == cells.rows
        for name, cells in wanted.filters.items()
    )


def _left(proven: Lake) -> frozenset[str]:
    """Ids of subscriptions of which a filter or a grant is still there."""
    names = {name.name for name in proven.filters}
    names |= {held.resource.name for held in proven.held if isinstance(held.resource, FilterName)}
    return frozenset(parts[1] for name in names if len(parts := name.split("-")) == 3)  # noqa: PLR2004 - sub-<id>-<n>


def _with_problem(
    subscription: Subscription, problems: Collection[str], otherwise: str
) -> Settled | None:
    about = [each for each in problems if f"sub-{subscription.id}-" in each]
    text = "; ".join(about or [otherwise])[:_LONGEST_PROBLEM]
    if subscription.problem == text:
        return None
    changed = replace(subscription, problem=text, revision=subscription.revision + 1)
    return Settled(changed, None)


def tables_of(subscription: Subscription, products: Iterable[Product]) -> frozenset[Table]:
    """The existing tables that a subscription names."""
    named = {scope.table for scope in subscription.scopes}
    return frozenset(
        Table(product.database, name)
        for product in products
        if product.contract.address == subscription.product
        for _, table, name in product.published()
        if table.name in named
    )


def within(lake: Lake, databases: Collection[str], tables: Collection[Table] | None) -> Lake:
    """The part of a lake in some databases, and only on some tables if they are named."""

    def is_in(resource: Resource) -> bool:
        if isinstance(resource, TagPolicy):
            # It may reach any table: looked at whenever everything is.
            return tables is None
        if resource.database not in databases:
            return False
        if tables is None or isinstance(resource, Database):
            return True
        return Table(resource.database, resource.table) in tables

    filters: Mapping[FilterName, object] = lake.filters
    return Lake(
        {name: lake.filters[name] for name in filters if is_in(name)},
        frozenset(held for held in lake.held if is_in(held.resource)),
    )
