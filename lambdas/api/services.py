"""What the routes work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lambdas.api.calls import Caller
from mesh.access.desired import Product
from mesh.aws.ledger_view import LedgerView
from mesh.aws.messages import Messages
from mesh.aws.registry import Registry
from mesh.aws.registry_table import RegistryTable
from mesh.errors import RefusedError
from mesh.naming.names import Names
from mesh.registry.products import ProductEntry


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Services:
    """The registry, the ledger and the queues of one mesh."""

    names: Names
    registry: Registry
    ledger: LedgerView
    messages: Messages
    now: Callable[[], datetime] = field(default=_now)

    @classmethod
    def connect(cls) -> "Services":
        """Use the function's own role and region."""
        names, table = Names.from_environment(), RegistryTable.connect()
        return cls(
            names=names,
            registry=Registry(table),
            ledger=LedgerView(table),
            messages=Messages.connect(names),
        )

    def is_governance(self, caller: Caller) -> bool:
        """Whether the caller is of the governance account."""
        return caller.account == self.names.governance_account

    def owner(self, domain: str, account: str) -> str:
        """The owner role of a domain."""
        return self.names.role_arn(account, f"{domain}-owner")

    def require_role(self, caller: Caller, account: str, role: str, what: str) -> None:
        """Let one role do something, and nobody else.

        Raises:
            RefusedError: naming the role.
        """
        wanted = self.names.role_arn(account, role)
        if caller.role_arn != wanted:
            raise RefusedError(f"only {wanted} may {what}; {caller.role_arn} called")


def published(entry: ProductEntry, account: str) -> Product:
    """A product as access sees it, with all of its tables once data was published."""
    contract = entry.contract
    tables = (contract.table_name(table) for table in contract.tables)
    exist = entry.table_state == "published"
    return Product(
        contract=contract, account=account, tables=frozenset(tables) if exist else frozenset()
    )
