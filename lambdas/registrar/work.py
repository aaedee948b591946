"""The registrar's work: one ticket after the other, each converging from whatever is there."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from mesh.access.closing import closing
from mesh.access.lake import Database, Held
from mesh.access.planning import Grant, Revoke, Step
from mesh.access.requests import moment
from mesh.access.settings import EVERYBODY
from mesh.aws.lake_formation import LakeFormation
from mesh.aws.lake_tags import LakeTags
from mesh.aws.locations import DomainLocation, resource
from mesh.aws.messages import Messages
from mesh.aws.registry import Registry, audit_record, over_what_is_there
from mesh.contracts.odcs import digest_of, parse_contract
from mesh.errors import ContractError, MeshError, NotFoundError
from mesh.naming.names import Names, ProductAddress
from mesh.naming.rules import ScanRules
from mesh.registry.domains import check_registration, registered
from mesh.registry.products import check_address, deprecate, put_in_force
from mesh.registry.tickets import Ticket

PUBLISHER_MAY = ("ALTER", "CREATE_TABLE", "DESCRIBE")


@dataclass(frozen=True, kw_only=True)
class Registrar:
    """Makes what a ticket asks for real.

    Attributes:
        kinds: of personal data that mesh.yaml adds.
    """

    names: Names
    registry: Registry
    messages: Messages
    locations: DomainLocation
    lake: LakeFormation
    tags: LakeTags
    kinds: tuple[str, ...] = ()

    @classmethod
    def connect(cls) -> "Registrar":
        """Use the function's own role and region."""
        names = Names.from_environment()
        return cls(
            names=names,
            registry=Registry.connect(),
            messages=Messages.connect(names),
            locations=DomainLocation.connect(names),
            lake=LakeFormation.connect(names.governance_account),
            tags=LakeTags.connect(names.governance_account),
            kinds=ScanRules.from_environment().entities,
        )

    def work(self, ticket: Ticket) -> str:
        """Do a ticket's work; gives what was done.

        Raises:
            MeshError: if it is refused; what was in force stays in force.
        """
        match ticket.kind:
            case "register-domain":
                return self._register_domain(ticket)
            case "put-product":
                return self._put_product(ticket)
            case "deprecate-product":
                return self._deprecate_product(ticket)

    def _register_domain(self, ticket: Ticket) -> str:
        name, key_arn = ticket.payload["domain"], ticket.payload["key_arn"]
        entry = check_registration(self.registry.domain(name), name, ticket.account)
        self.locations.ensure(name, entry.account, key_arn)
        self._close(name)
        self._grant_publisher(name, entry.account)
        over_what_is_there(lambda: self._note_registered(ticket, name, key_arn))
        self.messages.reconcile("domain-registered")
        return f"domain {name} is registered"

    def _note_registered(self, ticket: Ticket, name: str, key_arn: str) -> None:
        entry = check_registration(self.registry.domain(name), name, ticket.account)
        after = registered(entry, key_arn, moment(datetime.now(UTC)))
        if after != entry:
            self.registry.write_domain(after)
            self._record(ticket, "register", name, f"key {key_arn}")

    def _close(self, name: str) -> None:
        database = [resource(name)]
        problems = self.tags.carry_out(closing(self.tags.of(database)))
        if closing(self.tags.of(database)):
            raise MeshError(
                f"Lake Formation did not tag the database of domain {name} closed: "
                f"{'; '.join(problems)}; register again"
            )

    def _grant_publisher(self, name: str, account: str) -> None:
        publisher = self.names.governance_role_arn("mesh-publisher")
        database = resource(name)
        held = self.lake.held_on(database)
        self.lake.grant_location(publisher, self.locations.bucket_arn(account))
        problems = self.lake.carry_out(publisher_steps(publisher, database, held))
        missing = publisher_steps(publisher, database, self.lake.held_on(database))
        if missing:
            raise MeshError(
                f"Lake Formation did not take what domain {name} needs: {'; '.join(problems)}; "
                "register again"
            )

    def _put_product(self, ticket: Ticket) -> str:
        payload = ticket.payload
        address = _address(ticket)
        self._own(ticket, address)
        if digest_of(payload["contract"]) != payload["digest"]:
            raise ContractError(
                f"{address}: the contract does not have the digest that it came with"
            )
        document = json.loads(payload["contract"])
        contract = parse_contract(document, str(address), address.domain, kinds=self.kinds)
        check_address(contract, address)
        before = self.registry.product(address)
        entry = put_in_force(before, contract)
        if entry != before:
            self.registry.write_product(entry)
            self._record(ticket, "put-contract", str(address), f"version {contract.version}")
            self.messages.reconcile("contract")
        return f"{address} {contract.version} is in force"

    def _deprecate_product(self, ticket: Ticket) -> str:
        address = _address(ticket)
        self._own(ticket, address)
        before = self.registry.product(address)
        if before is None:
            raise NotFoundError(f"there is no product {address}; nothing to deprecate")
        entry = deprecate(before)
        if entry != before:
            self.registry.write_product(entry)
            self._record(ticket, "deprecate", str(address), "data and grants stay")
        return f"{address} is deprecated; its data stays"

    def _own(self, ticket: Ticket, address: ProductAddress) -> None:
        entry = check_registration(
            self.registry.domain(address.domain), address.domain, ticket.account
        )
        if entry.state != "registered":
            raise MeshError(
                f"domain {address.domain} is not registered yet; deploy its Producer stack first"
            )

    def _record(self, ticket: Ticket, action: str, subject: str, detail: str) -> None:
        event = audit_record(
            actor=ticket.actor,
            action=action,
            subject=subject,
            detail=detail,
            accounts=[ticket.account],
        )
        self.registry.record(event)


def publisher_steps(publisher: str, database: Database, held: frozenset[Held]) -> list[Step]:
    """Steps to where the publisher may make tables in a database and everybody has nothing."""
    steps: list[Step] = []
    everybodys = sorted({each.permission for each in held if each.principal == EVERYBODY})
    if everybodys:
        steps.append(Revoke(EVERYBODY, database, tuple(everybodys)))
    has = {each.permission for each in held if each.principal == publisher}
    missing = tuple(name for name in PUBLISHER_MAY if name not in has and "ALL" not in has)
    if missing:
        steps.append(Grant(publisher, database, missing))
    return steps


def _address(ticket: Ticket) -> ProductAddress:
    payload = ticket.payload
    return ProductAddress(payload["domain"], payload["product"], int(payload["major"]))
