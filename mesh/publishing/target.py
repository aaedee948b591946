"""One table of one product, as a commit sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesh.contracts.model import Contract, Table
from mesh.errors import NotFoundError
from mesh.publishing.landing import table_of
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.ports import DomainAccount


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where files of one table go."""

    contract: Contract
    table: Table
    owner: DomainAccount

    @property
    def name(self) -> str:
        """Name of the table in the catalogue."""
        return self.contract.table_name(self.table)

    def takes(self, entry: LedgerEntry) -> bool:
        """Whether the file landed for this table."""
        try:
            return table_of(self.contract, entry.file.key) == self.table
        except NotFoundError:
            return False


class WaitingError(Exception):
    """A commit is refused as a whole; its files wait."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reasons))


def waiting_alert(target: Target, reasons: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Subject and content of the alert that a commit was refused and its files wait."""
    address = target.contract.address
    content: dict[str, object] = {
        "kind": "publication-refused",
        "domain": address.domain,
        "product": address.product,
        "table": target.name,
        "reasons": list(reasons),
        "next": "the files wait; land what is missing, or change the contract",
    }
    return f"Not published: {address.domain}/{address.product}", content
