"""Routes about files, publications and quarantine."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Literal

from lambdas.api.calls import Answer, Caller, Request
from lambdas.api.services import Services
from mesh.access.requests import moment
from mesh.aws.registry import audit_record
from mesh.aws.registry_table import Item
from mesh.errors import ConflictError, MeshError, RefusedError
from mesh.registry.domains import DomainEntry, find_domain


class FileRoutes:
    """The ledger, for the domains that the files belong to and for governance."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def browse(self, request: Request) -> Answer:
        """``GET /files``."""
        product, state = request.query.get("product"), request.query.get("state")
        if product:
            domain, name = _product(product)
            self._owning(request.caller, domain)
            found = self._services.ledger.files(domain, name)
        else:
            found = self._of_caller(request.caller, state)
        chosen = [file for file in found if state in {None, file["state"]}]
        return Answer(body={"files": sorted(chosen, key=lambda file: str(file["landed_at"]))})

    def publications(self, request: Request) -> Answer:
        """``GET /publications/{domain}/{product}``."""
        domain, product = request.path["domain"], request.path["product"]
        self._owning(request.caller, domain)
        found = self._services.ledger.publications(domain, product)
        return Answer(body={"publications": found})

    def discard(self, request: Request) -> Answer:
        """``POST /quarantine/discard``: give a refused file up."""
        item = self._refused(request)
        return self._decide(request, item, "discarded")

    def release(self, request: Request) -> Answer:
        """``POST /quarantine/release``: scan again, now that the contract has changed."""
        item = self._refused(request)
        domain, product = _product(request.text("product"))
        versions = self._services.registry.versions(domain, product)
        active = [entry for entry in versions if entry.state == "active"]
        judged_under = str(item.get("contract_version") or "")
        if not active or active[-1].contract.version == judged_under:
            raise ConflictError(
                f"{item['key']} would be refused again: nothing changed since; register a contract "
                "that allows it, or discard the file"
            )
        answer = self._decide(request, item, "released")
        owner = find_domain(self._services.registry.domains(), domain)
        self._services.messages.scan(item, owner.account)
        return answer

    def _refused(self, request: Request) -> Item:
        domain, product = _product(request.text("product"))
        owner = find_domain(self._services.registry.domains(), domain)
        self._services.require_role(
            request.caller, owner.account, f"{domain}-owner", "decide on refused files"
        )
        return self._services.ledger.find(domain, product, request.text("file"))

    def _decide(
        self, request: Request, item: Item, state: Literal["discarded", "released"]
    ) -> Answer:
        product, reason = request.text("product"), request.text("reason").strip()
        actor = request.caller.role_arn
        event = audit_record(
            actor=actor,
            action="discard" if state == "discarded" else "release",
            subject=f"{product} {item['sk']}",
            detail=reason,
            accounts=[request.caller.account],
        )
        decision = f"{state} by {actor}: {reason}"
        when = moment(self._services.now())
        after = self._services.ledger.decide(item, state, decision, when, event)
        return Answer(body={"product": product, "file": after["sk"], "state": after["state"]})

    def _of_caller(self, caller: Caller, state: str | None) -> Iterator[dict[str, Any]]:
        ledger, registry = self._services.ledger, self._services.registry
        domains = [entry for entry in registry.domains() if self._may_see(caller, entry)]
        if state == "quarantined":
            return chain.from_iterable(ledger.quarantined(entry.name) for entry in domains)
        names = {entry.name for entry in domains}
        addresses = {(e.address.domain, e.address.product) for e in registry.products()}
        return chain.from_iterable(
            ledger.files(domain, product) for domain, product in addresses if domain in names
        )

    def _owning(self, caller: Caller, domain: str) -> DomainEntry:
        entry = find_domain(self._services.registry.domains(), domain)
        if not self._may_see(caller, entry):
            raise RefusedError(
                f"files of {domain} are shown to its own account and governance only; "
                f"{caller.role_arn} called"
            )
        return entry

    def _may_see(self, caller: Caller, entry: DomainEntry) -> bool:
        return caller.account == entry.account or self._services.is_governance(caller)


def _product(text: str) -> tuple[str, str]:
    name, _, _ = text.partition("@")
    domain, slash, product = name.partition("/")
    if not slash or not domain or not product:
        raise MeshError(f"{text!r} is no product; write domain/product")
    return domain, product
