"""Products: the contract in force of each major version."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from mesh.contracts import Contract
from mesh.errors import MeshError, NotFoundError, advice
from mesh.naming import ProductAddress
from mesh.registry.compatibility import check_update


@dataclass(frozen=True, kw_only=True)
class ProductEntry:
    """One major version of a product.

    Attributes:
        table_state: whether data of it was ever published.
    """

    contract: Contract
    state: Literal["active", "deprecated"] = "active"
    table_state: Literal["none", "published"] = "none"

    @property
    def address(self) -> ProductAddress:
        """The permanent address."""
        return self.contract.address


def put_in_force(current: ProductEntry | None, proposed: Contract) -> ProductEntry:
    """The entry with a proposed contract in force.

    Raises:
        IncompatibleContractError: if it breaks the one in force, which then stays.
    """
    if current is None:
        return ProductEntry(contract=proposed)
    check_update(current.contract, proposed)
    return replace(current, contract=proposed, state="active")


def deprecate(current: ProductEntry) -> ProductEntry:
    """The entry of a product whose owner no longer declares it; its data stays."""
    return replace(current, state="deprecated")


def check_address(contract: Contract, asked: ProductAddress) -> None:
    """Let a contract only be registered under its own address.

    Raises:
        MeshError: naming both.
    """
    if contract.address != asked:
        raise MeshError(f"the contract is of {contract.address}, but was sent for {asked}")


def find_product(
    known: Iterable[ProductEntry], domain: str, product: str, major: int | None = None
) -> ProductEntry:
    """Find a product; without a major version the highest active one, else the highest.

    Raises:
        NotFoundError: with the product that was probably meant.
    """
    entries = tuple(known)
    name = f"{domain}/{product}"
    versions = [e for e in entries if f"{e.address.domain}/{e.address.product}" == name]
    if not versions:
        names = {f"{entry.address.domain}/{entry.address.product}" for entry in entries}
        raise NotFoundError(f"there is no product {name!r}; {advice(name, names)}")
    if major is None:
        return max(versions, key=lambda entry: (entry.state == "active", entry.address.major))
    for entry in versions:
        if entry.address.major == major:
            return entry
    majors = ", ".join(str(entry.address.major) for entry in versions)
    raise NotFoundError(f"{name} has no major version {major}; it has {majors}")
