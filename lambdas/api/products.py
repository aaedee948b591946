"""Routes about products: search, show, register, deprecate."""

from dataclasses import asdict
from typing import Any

from lambdas.api.calls import Answer, Request
from lambdas.api.domains import open_ticket
from lambdas.api.services import Services
from mesh.catalog import SearchIndex
from mesh.errors import MeshError, NotFoundError
from mesh.naming.names import ProductAddress, shared_database
from mesh.registry.domains import check_registration
from mesh.registry.products import ProductEntry, find_product

_MOST_BYTES = 256 * 1024


class ProductRoutes:
    """The catalogue of the mesh."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._index: tuple[frozenset[str], SearchIndex] | None = None

    def browse(self, request: Request) -> Answer:
        """``GET /products``, with ``?search=`` the best first."""
        entries = {str(entry.address): entry for entry in self._services.registry.products()}
        text = request.query.get("search")
        chosen = sorted(entries) if text is None else self._found(entries, text)
        return Answer(body={"products": [_summary(entries[name]) for name in chosen]})

    def show(self, request: Request) -> Answer:
        """``GET /products/{domain}/{product}``, with ``?major=`` that version."""
        domain, product = request.path["domain"], request.path["product"]
        registry = self._services.registry
        entries = registry.versions(domain, product) or registry.products()
        entry = find_product(entries, domain, product, _major(request.query.get("major")))
        contract = entry.contract
        tables = [
            {
                "link": f"{shared_database(domain)}.{contract.table_name(table)}",
                **asdict(table.as_published()),
            }
            for table in contract.tables
        ]
        shown = asdict(contract) | {"tables": tables, "address": str(contract.address)}
        return Answer(body=_summary(entry) | {"contract": shown})

    def put(self, request: Request) -> Answer:
        """``PUT /products/{domain}/{product}/{major}``: asynchronous, gives a ticket."""
        address = self._own_product(request, "register its products")
        contract, digest = request.text("contract"), request.text("digest")
        if len(contract.encode()) > _MOST_BYTES:
            raise MeshError(f"the contract of {address} is larger than {_MOST_BYTES} bytes")
        payload = {**asdict(address), "contract": contract, "digest": digest}
        return open_ticket(self._services, request, "put-product", payload)

    def deprecate(self, request: Request) -> Answer:
        """``DELETE /products/{domain}/{product}/{major}``: deprecates, never deletes data."""
        address = self._own_product(request, "deprecate its products")
        return open_ticket(self._services, request, "deprecate-product", asdict(address))

    def _own_product(self, request: Request, what: str) -> ProductAddress:
        domain, services = request.path["domain"], self._services
        entry = check_registration(services.registry.domain(domain), domain, request.caller.account)
        services.require_role(
            request.caller, entry.account, "mesh-registration", f"{what} for {domain}"
        )
        major = _major(request.path["major"])
        address = ProductAddress(domain, request.path["product"], major or 1)
        return ProductAddress.parse(str(address))

    def _found(self, entries: dict[str, ProductEntry], text: str) -> list[str]:
        version = frozenset(f"{name} {entry.contract.digest}" for name, entry in entries.items())
        if self._index is None or self._index[0] != version:
            if self._index:
                self._index[1].close()
            contracts = [entry.contract for entry in entries.values()]
            self._index = (version, SearchIndex(contracts))
        found = [str(each.address) for each in self._index[1].search(text)]
        return [name for name in found if entries[name].state == "active"]


def _major(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not int(text):
        raise NotFoundError(f"{text!r} is no major version; write a number from 1")
    return int(text)


def _summary(entry: ProductEntry) -> dict[str, Any]:
    contract = entry.contract
    is_published = entry.table_state == "published"
    return {
        "product": str(contract.address),
        "title": contract.title,
        "owner": contract.owner,
        "version": contract.version,
        "state": entry.state,
        "data": "published" if is_published else "not yet published",
        "tags": list(contract.tags),
    }
