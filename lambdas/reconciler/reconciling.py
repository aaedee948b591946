"""One run of the reconciler: read, compare, change as little as needed, read back, say so."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mesh.access.closing import Close, closing
from mesh.access.desired import Product, Right, desired, rights
from mesh.access.lake import Database, FilterName, Lake, Table
from mesh.access.planning import Grant, Revoke, Step, plan
from mesh.access.requests import moment
from mesh.access.settling import Settled, settle_all, tables_of, within
from mesh.access.subscription import Subscription, account_of
from mesh.aws.catalogue_tables import CatalogueTables
from mesh.aws.lake_batches import describe
from mesh.aws.lake_formation import LakeFormation
from mesh.aws.lake_tags import LakeTags
from mesh.aws.messages import Messages
from mesh.aws.registry import Registry, audit_record
from mesh.errors import ConflictError
from mesh.naming.names import Names, database
from mesh.registry.domains import DomainEntry

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run did."""

    steps: tuple[Step | Close, ...]
    problems: tuple[str, ...]
    settled: tuple[Settled, ...]
    woken: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Reconciler:
    """Makes the grants in governance's catalogue equal to the active subscriptions."""

    names: Names
    registry: Registry
    tables: CatalogueTables
    lake: LakeFormation
    tags: LakeTags
    messages: Messages

    @classmethod
    def connect(cls) -> "Reconciler":
        """Use the function's own role and region."""
        names = Names.from_environment()
        return cls(
            names=names,
            registry=Registry.connect(),
            tables=CatalogueTables.connect(),
            lake=LakeFormation.connect(names.governance_account),
            tags=LakeTags.connect(names.governance_account),
            messages=Messages.connect(names),
        )

    def due(self, now: datetime) -> frozenset[str]:
        """Subscriptions that a run has to look at, whether or not anything woke it."""
        return frozenset(each.id for each in self.registry.due(moment(now)))

    def run(self, only: Collection[str] | None = None, *, now: datetime | None = None) -> Run:
        """Converge the tables of some subscriptions, or everything if none are named."""
        when = moment(now or datetime.now(UTC))
        domains = [each for each in self.registry.domains() if each.state == "registered"]
        exist = self.tables.of(database(entry.name) for entry in domains)
        products = self._products(domains, exist)
        subscriptions = self.registry.subscriptions()
        wanted = rights(products, subscriptions, when)
        focus = _focus(subscriptions, products, only)
        steps, problems, proven = self._converge(domains, wanted, focus)
        known = {product.contract.address for product in products}
        looked_at = [
            each
            for each in subscriptions
            # Of a product that is not seen nothing is proven.
            if each.product in known and (only is None or each.id in only)
        ]
        settled = tuple(
            each
            for each in settle_all(looked_at, wanted, proven, problems, when)
            if self._write(each, domains)
        )
        woken = self._wake(steps, settled, domains)
        # Last: what keeps the tags from being read must not keep anybody from their access.
        closed, unclosed = self._close(exist) if only is None else ((), [])
        return Run(
            steps=(*steps, *closed),
            problems=(*problems, *unclosed),
            settled=settled,
            woken=woken,
        )

    def _close(self, exist: Mapping[str, frozenset[str]]) -> tuple[tuple[Close, ...], list[str]]:
        ours: list[Database | Table] = []
        for name, tables in sorted(exist.items()):
            ours += [Database(name), *(Table(name, table) for table in sorted(tables))]
        steps = closing(self.tags.of(ours))
        if not steps:
            return (), []
        problems = self.tags.carry_out(steps)
        left = closing(self.tags.of(ours))
        _log_outcome(problems, left)
        return steps, problems

    def _products(
        self, domains: Iterable[DomainEntry], exist: Mapping[str, frozenset[str]]
    ) -> list[Product]:
        accounts = {entry.name: entry.account for entry in domains}
        return [
            Product(
                contract=entry.contract,
                account=accounts[entry.address.domain],
                # A table that its publisher has not announced is granted when it is: before,
                # the registry names no link to it, and nothing would wake the consumers later.
                tables=exist[database(entry.address.domain)]
                if entry.table_state == "published"
                else frozenset(),
            )
            for entry in self.registry.products()
            if entry.address.domain in accounts
        ]

    def _converge(
        self,
        domains: Iterable[DomainEntry],
        wanted: Iterable[Right],
        focus: frozenset[Table] | None,
    ) -> tuple[tuple[Step, ...], list[str], Lake]:
        databases = {database(entry.name) for entry in domains}
        if focus is not None:
            databases &= {table.database for table in focus}
        goal = within(desired(wanted), databases, focus)
        actual = within(self._read(focus), databases, focus)
        steps = plan(actual, goal)
        if not steps:
            return (), [], actual
        problems = self.lake.carry_out(steps)
        proven = within(self._read(focus), databases, focus)
        left = plan(proven, goal)
        _log_outcome(problems, left)
        return steps, problems, proven

    def _read(self, focus: frozenset[Table] | None) -> Lake:
        ours = frozenset(
            self.names.governance_role_arn(role)
            for role in ("mesh-publisher", "mesh-registrar", "mesh-reconciler", self._deployer)
        )
        return self.lake.everything(ours) if focus is None else self.lake.of_tables(focus, ours)

    @property
    def _deployer(self) -> str:
        account, region = self.names.governance_account, self.names.region
        return f"cdk-hnb659fds-cfn-exec-role-{account}-{region}"

    def _write(self, settled: Settled, domains: Iterable[DomainEntry]) -> bool:
        subscription = settled.subscription
        owners = [e.account for e in domains if e.name == subscription.product.domain]
        event = audit_record(
            actor=self.names.governance_role_arn("mesh-reconciler"),
            action=settled.action or "",
            subject=subscription.id,
            detail=f"{subscription.product} for {subscription.principal}, read back",
            accounts=[subscription.account, *owners],
        )
        events = [event] if settled.action else []
        try:
            self.registry.write_subscription(subscription, *events)
        except ConflictError:
            # Its owner decided anew meanwhile; that decision wakes the next run.
            _log.info("subscription %s was changed meanwhile", subscription.id)
            return False
        return True

    def _wake(
        self, steps: Iterable[Step], settled: Iterable[Settled], domains: Iterable[DomainEntry]
    ) -> frozenset[str]:
        changed = {each.subscription.account for each in settled}
        changed |= {
            account_of(step.principal)
            for step in steps
            if isinstance(step, (Grant, Revoke))
            and isinstance(step.resource, FilterName)
            and step.principal.startswith("arn:")
        }
        consumers = {entry.account for entry in domains if "consumer" in entry.roles}
        for account in sorted(changed & consumers):
            for problem in self.messages.links_changed(account):
                # Its links function also runs by the hour.
                _log.error("%s", problem)
        return frozenset(changed & consumers)


def _log_outcome(problems: Iterable[str], left: Iterable[Step | Close]) -> None:
    for problem in problems:
        _log.error("step failed: %s", problem)
    for step in left:
        _log.error("still to do, for the next run: %s", describe(step))


def _focus(
    subscriptions: Iterable[Subscription],
    products: Collection[Product],
    only: Collection[str] | None,
) -> frozenset[Table] | None:
    if only is None:
        return None
    chosen = [tables_of(each, products) for each in subscriptions if each.id in only]
    return frozenset().union(*chosen)
