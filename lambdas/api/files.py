"""Routes about files, publications and quarantine."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any

from lambdas.api.calls import Answer, Caller, Request
from lambdas.api.services import Services
from mesh.access.requests import moment
from mesh.aws.ledger_view import refused_file
from mesh.aws.registry import audit_record
from mesh.aws.registry_table import Item
from mesh.errors import MeshError, RefusedError
from mesh.publishing.waiving import Waiver, waivers_after
from mesh.registry.domains import DomainEntry, find_domain
from mesh.registry.reasons import check_reason

_ACTIONS = {"discarded": "discard", "released": "release"}


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

    def verdicts(self, request: Request) -> Answer:
        """``GET /verdicts/{domain}/{product}``: all on one file version, the one in force first."""
        domain, product = request.path["domain"], request.path["product"]
        self._owning(request.caller, domain)
        file_id = request.query.get("file", "")
        found = self._services.ledger.verdicts(domain, product, file_id)
        return Answer(body={"verdicts": found})

    def rescan(self, request: Request) -> Answer:
        """``POST /rescan``: judge a published file again; it stays published."""
        owner, product = self._deciding(request, "have published files scanned again")
        item = self._services.ledger.published(owner.name, product, request.text("file"))
        self._services.messages.scan(item, owner.account, again=True)
        return Answer(status=202, body={"product": f"{owner.name}/{product}", "file": item["sk"]})

    def discard(self, request: Request) -> Answer:
        """``POST /quarantine/discard``: give a refused file up."""
        _, item = self._refused(request)
        return self._decide(request, item, {"state": "discarded"}, request.text("reason").strip())

    def release(self, request: Request) -> Answer:
        """``POST /quarantine/release``: scan again, under another contract or with waivers.

        ``waive`` is a list of findings, each ``{"column": …, "entity": …}`` as the evidence names
        it.
        """
        owner, item = self._refused(request)
        asked = _waived(request.body.get("waive", []))
        waivers = self._waivers(request, item, asked)
        given = [waiver for waiver in waivers if (waiver.column, waiver.entity) in asked]
        named = "".join(f"; waives {waiver.name} until {waiver.until}" for waiver in given)
        changes = {"state": "released", "waivers": json.dumps([asdict(each) for each in waivers])}
        answer = self._decide(request, item, changes, request.text("reason").strip() + named)
        self._services.messages.scan(item, owner.account)
        return Answer(body={**answer.body, "waivers": [asdict(each) for each in given]})

    def _waivers(
        self, request: Request, item: Item, asked: Sequence[tuple[str, str]]
    ) -> tuple[Waiver, ...]:
        versions = self._services.registry.versions(*_product(request.text("product")))
        active = [entry.contract.digest for entry in versions if entry.state == "active"]
        return waivers_after(
            refused_file(item),
            asked,
            in_force=active[-1] if active else "",
            owner=request.caller.role_arn,
            now=self._services.now(),
        )

    def _refused(self, request: Request) -> tuple[DomainEntry, Item]:
        owner, product = self._deciding(request, "decide on refused files")
        check_reason("reason", request.text("reason").strip())
        return owner, self._services.ledger.refused(owner.name, product, request.text("file"))

    def _deciding(self, request: Request, to_do: str) -> tuple[DomainEntry, str]:
        """The domain and the product that a request of its owner names."""
        domain, product = _product(request.text("product"))
        owner = find_domain(self._services.registry.domains(), domain)
        self._services.require_role(request.caller, owner.account, f"{domain}-owner", to_do)
        return owner, product

    def _decide(
        self, request: Request, item: Item, changes: Mapping[str, str], detail: str
    ) -> Answer:
        product, state = request.text("product"), changes["state"]
        actor = request.caller.role_arn
        event = audit_record(
            actor=actor,
            action=_ACTIONS[state],
            subject=f"{product} {item['sk']}",
            detail=detail,
            accounts=[request.caller.account],
        )
        decided = {
            "decision": f"{state} by {actor}: {detail}",
            "changed_at": moment(self._services.now()),
        }
        after = self._services.ledger.decide(item, {**changes, **decided}, event)
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


def _waived(asked: object) -> list[tuple[str, str]]:
    """Column and kind of each finding that a release names.

    Raises:
        MeshError: if it is written otherwise.
    """
    if not isinstance(asked, list) or not all(_is_waiver(each) for each in asked):
        raise MeshError('waive must be a list of {"column": "…", "entity": "…"}; leave it out else')
    return [(each["column"], each["entity"]) for each in asked]


def _is_waiver(asked: object) -> bool:
    return (
        isinstance(asked, dict)
        and asked.keys() == {"column", "entity"}
        and all(isinstance(value, str) for value in asked.values())
    )
