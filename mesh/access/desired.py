"""What Lake Formation ought to hold: the active subscriptions and the owners' standing ones."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mesh.access.lake import Cells, Database, FilterName, Held, Lake
from mesh.access.requests import TECHNICAL_COLUMNS, in_table_order
from mesh.access.rows import columns_of, parse_rows
from mesh.access.subscription import Scope, Subscription
from mesh.contracts import Contract, Table
from mesh.naming import names

OWN_ROLES = ("owner", "engineer", "steward")


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product with data: its contract, its domain's account and the tables that exist."""

    contract: Contract
    account: str
    tables: frozenset[str]

    @property
    def database(self) -> str:
        """The governance database."""
        return names.database(self.contract.address.domain)

    def published(self) -> Iterator[tuple[int, Table, str]]:
        """Number, columns as published and catalogue name of each table that exists."""
        for number, table in enumerate(self.contract.tables, start=1):
            name = self.contract.table_name(table)
            if name in self.tables:
                yield number, table.as_published(), name

    def own_roles(self) -> tuple[str, ...]:
        """Roles of the owning domain, which read without asking."""
        domain = self.contract.address.domain
        return tuple(f"arn:aws:iam::{self.account}:role/{domain}-{role}" for role in OWN_ROLES)


@dataclass(frozen=True, kw_only=True)
class Right:
    """One table as one subscription shows it to some roles: one filter, and a grant for each."""

    filter: FilterName
    cells: Cells
    principals: tuple[str, ...]
    subscription: str | None


def rights(
    products: Collection[Product], subscriptions: Iterable[Subscription], now: str
) -> tuple[Right, ...]:
    """Every right that ought to be granted at a moment."""
    by_address = {product.contract.address: product for product in products}
    found = [right for product in products for right in _standing(product)]
    for subscription in subscriptions:
        product = by_address.get(subscription.product)
        if product and subscription.is_held(now):
            found += _subscribed(product, subscription)
    return tuple(found)


def desired(wanted: Iterable[Right]) -> Lake:
    """The filters and grants that make the rights real."""
    filters: dict[FilterName, Cells] = {}
    held: set[Held] = set()
    for right in wanted:
        filters[right.filter] = right.cells
        for principal in right.principals:
            held.add(Held(principal, right.filter, "SELECT"))
            held.add(Held(principal, Database(right.filter.database), "DESCRIBE"))
    return Lake(filters, frozenset(held))


def _standing(product: Product) -> Iterator[Right]:
    for number, table, name in product.published():
        columns = (*(column.name for column in table.columns), *TECHNICAL_COLUMNS)
        owner = f"sub-owner-{product.contract.address.domain}-{number}"
        yield Right(
            filter=FilterName(product.database, name, owner),
            cells=Cells(tuple(columns), None),
            principals=product.own_roles(),
            subscription=None,
        )


def _subscribed(product: Product, subscription: Subscription) -> Iterator[Right]:
    scopes = {scope.table: scope for scope in subscription.scopes}
    order = {scope.table: number for number, scope in enumerate(subscription.scopes, start=1)}
    for _, table, name in product.published():
        scope = scopes.get(table.name)
        columns = _readable(scope, table, named=subscription.named) if scope else ()
        if scope and columns:
            yield Right(
                filter=FilterName(
                    product.database, name, f"sub-{subscription.id}-{order[table.name]}"
                ),
                cells=Cells(columns, scope.rows),
                principals=(subscription.principal,),
                subscription=subscription.id,
            )


def _readable(scope: Scope, table: Table, *, named: bool) -> tuple[str, ...]:
    """The columns without those that became personal after a request that named none.

    None at all if the row expression looks at one that is not among them: it would answer
    questions about a column that the subscription does not name.
    """
    guarded = {column.name for column in table.columns if column.is_guarded}
    kept = in_table_order(scope.columns, table)
    if not named:
        kept = tuple(name for name in kept if name not in guarded)
    hidden = guarded - set(kept)
    if scope.rows and hidden and hidden & set(columns_of(parse_rows(scope.rows))):
        return ()
    return kept
