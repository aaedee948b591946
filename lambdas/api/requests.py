"""Routes about access: requests, decisions, grants, links."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from lambdas.api.calls import Answer, Caller, Request
from lambdas.api.services import Services, published
from mesh.access.decisions import Decision, decide
from mesh.access.desired import Product, Right, rights
from mesh.access.requests import Asked, moment, request
from mesh.access.subscription import OPEN, STATES, Subscription
from mesh.aws.registry import audit_record
from mesh.errors import ConflictError, MeshError, NotFoundError, advice
from mesh.naming.names import ProductAddress, shared_database
from mesh.registry.domains import find_domain
from mesh.registry.products import find_product


class RequestRoutes:
    """Who asks, who decides, who holds what."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(self, asked: Request) -> Answer:
        """``POST /requests``."""
        services, address = self._services, _address(asked.text("product"))
        entry = find_product(
            services.registry.versions(address.domain, address.product)
            or services.registry.products(),
            address.domain,
            address.product,
            address.major,
        )
        if entry.state != "active":
            raise ConflictError(f"{address} is deprecated; ask for a later major version")
        subscription = request(
            Asked.read(asked.body),
            entry.contract,
            caller=asked.caller.role_arn,
            session=asked.caller.session,
            request_id=uuid.uuid4().hex[:12],
            now=services.now(),
        )
        self._write(subscription, asked.caller, "request", subscription.purpose)
        return Answer(status=201, body=shown(subscription))

    def browse(self, asked: Request) -> Answer:
        """``GET /requests``: those that the caller's account made or decides."""
        state = asked.query.get("state")
        if state is not None and state not in STATES:
            raise MeshError(f"there is no state {state!r}; {advice(state, STATES)}")
        found = [
            shown(subscription)
            for subscription in self._visible(asked.caller)
            if state in {None, subscription.state}
        ]
        return Answer(body={"requests": sorted(found, key=lambda each: each["requested_at"])})

    def approve(self, asked: Request) -> Answer:
        """``POST /requests/{id}/approve``."""
        return self._decide(asked, "approve")

    def deny(self, asked: Request) -> Answer:
        """``POST /requests/{id}/deny``."""
        return self._decide(asked, "deny")

    def revoke(self, asked: Request) -> Answer:
        """``POST /requests/{id}/revoke``."""
        return self._decide(asked, "revoke")

    def grants(self, asked: Request) -> Answer:
        """``GET /grants``: what is held now, owners' standing rights included."""
        product = asked.query.get("product")
        wanted = str(_address(product)) if product else None
        accounts = self._accounts()
        standing = [
            _standing(product_, right)
            for product_ in self._products()
            if self._may_see(asked.caller, product_.account, product_.account)
            for right in rights([product_], (), moment(self._services.now()))
        ]
        held = [
            _held(subscription, scope_columns, rows)
            for subscription in self._visible(asked.caller, accounts)
            if subscription.state in OPEN
            for scope_columns, rows in _scopes(subscription)
        ]
        found = [grant for grant in standing + held if wanted in {None, grant["product"]}]
        return Answer(body={"grants": found})

    def links(self, asked: Request) -> Answer:
        """``GET /links``: the resource links that the caller's account needs, and for whom."""
        active = [
            each for each in self._services.registry.subscriptions() if each.state == "active"
        ]
        wanted = rights(self._products(), active, moment(self._services.now()))
        return Answer(body={"links": list(_links(wanted, asked.caller.account))})

    def _decide(self, asked: Request, decision: Decision) -> Answer:
        services, request_id = self._services, asked.path["id"]
        subscription = services.registry.subscription(request_id)
        if subscription is None:
            raise NotFoundError(f"there is no request {request_id!r}; see 'mesh requests'")
        domain = subscription.product.domain
        account = find_domain(services.registry.domains(), domain).account
        decided = decide(
            subscription,
            decision,
            caller=asked.caller.role_arn,
            session=asked.caller.session,
            owner=services.owner(domain, account),
            why=asked.reason("why"),
            now=moment(services.now()),
        )
        self._write(decided, asked.caller, decision, decided.why or "")
        if decided.state in OPEN:
            services.messages.reconcile("subscription", decided.id)
        return Answer(body=shown(decided))

    def _write(self, subscription: Subscription, caller: Caller, action: str, why: str) -> None:
        services = self._services
        owner = services.registry.domain(subscription.product.domain)
        detail = f"{subscription.product} for {subscription.principal}"
        event = audit_record(
            actor=caller.role_arn,
            action=action,
            subject=subscription.id,
            detail=f"{detail}: {why}" if why else detail,
            accounts=[subscription.account, *([owner.account] if owner else [])],
        )
        services.registry.write_subscription(subscription, event)

    def _accounts(self) -> dict[str, str]:
        return {entry.name: entry.account for entry in self._services.registry.domains()}

    def _products(self) -> list[Product]:
        accounts = self._accounts()
        return [
            published(entry, accounts[entry.address.domain])
            for entry in self._services.registry.products()
            if entry.address.domain in accounts
        ]

    def _visible(
        self, caller: Caller, accounts: dict[str, str] | None = None
    ) -> Iterator[Subscription]:
        accounts = self._accounts() if accounts is None else accounts
        for subscription in self._services.registry.subscriptions():
            owner = accounts.get(subscription.product.domain, "")
            if self._may_see(caller, owner, subscription.account):
                yield subscription

    def _may_see(self, caller: Caller, owner: str, reader: str) -> bool:
        return caller.account in {owner, reader} or self._services.is_governance(caller)


def shown(subscription: Subscription) -> dict[str, Any]:
    """A subscription as callers see it."""
    (first, *others) = subscription.scopes
    names = ("id", "principal", "purpose", "until", "state", "requested_by", "requested_at")
    more = ("decided_by", "decided_at", "why", "problem")
    return {
        "product": str(subscription.product),
        "columns": list(first.columns) if not others else [],
        "rows": first.rows,
        "tables": [vars(scope) | {"columns": list(scope.columns)} for scope in subscription.scopes],
        **{name: getattr(subscription, name) for name in (*names, *more)},
    }


def _address(text: str) -> ProductAddress:
    try:
        return ProductAddress.parse(text)
    except ValueError as error:
        raise MeshError(str(error)) from None


def _scopes(subscription: Subscription) -> Iterator[tuple[tuple[str, ...], str | None]]:
    for scope in subscription.scopes:
        yield scope.columns, scope.rows


def _held(subscription: Subscription, columns: Iterable[str], rows: str | None) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "product": str(subscription.product),
        "principal": subscription.principal,
        "columns": list(columns),
        "rows": rows,
        "until": subscription.until,
        "state": subscription.state,
    }


def _standing(product: Product, right: Right) -> dict[str, Any]:
    return {
        "id": right.filter.name,
        "product": str(product.contract.address),
        "principal": list(right.principals),
        "columns": list(right.cells.columns),
        "rows": right.cells.rows,
        "until": None,
        "state": "standing",
    }


def _links(wanted: Iterable[Right], account: str) -> Iterator[dict[str, Any]]:
    roles: dict[tuple[str, str], set[str]] = {}
    for right in wanted:
        ours = {each for each in right.principals if each.split(":")[4] == account}
        if ours:
            roles.setdefault((right.filter.database, right.filter.table), set()).update(ours)
    for (database, table), held in sorted(roles.items()):
        yield {
            "database": database,
            "table": table,
            "local_database": shared_database(database),
            "roles": sorted(held),
        }
