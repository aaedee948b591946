"""Routes about domains, and the tickets of what they register."""

import uuid
from dataclasses import asdict
from typing import Any

from lambdas.api.calls import Answer, Request
from lambdas.api.services import Services
from mesh.access.requests import moment
from mesh.aws.registry import audit_record, over_what_is_there
from mesh.errors import MeshError
from mesh.registry.domains import DomainEntry, check_registration, invite
from mesh.registry.tickets import KEPT_DAYS, Kind, Ticket, check_reader


class DomainRoutes:
    """Invitations, registrations, tickets."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def invite(self, request: Request) -> Answer:
        """``PUT /domains/{domain}/invitation``."""
        services, name = self._services, request.path["domain"]
        services.require_role(
            request.caller,
            services.names.governance_account,
            "governance-platform",
            "invite domains",
        )
        account = request.body.get("account")
        if account == services.names.governance_account:
            raise MeshError(f"{account} is governance's own account; a domain has its own")
        entry = over_what_is_there(lambda: self._invite(request, name, account))
        return Answer(body=asdict(entry))

    def _invite(self, request: Request, name: str, account: object) -> DomainEntry:
        services = self._services
        known = services.registry.domains()
        entry = invite(known, name, account, request.body.get("roles"), moment(services.now()))
        if entry not in known:
            services.registry.write_domain(entry)
            event = audit_record(
                actor=request.caller.role_arn,
                action="invite",
                subject=name,
                detail=f"account {entry.account}",
                accounts=[entry.account],
            )
            services.registry.record(event)
        return entry

    def browse(self, _request: Request) -> Answer:
        """``GET /domains``."""
        entries = self._services.registry.domains()
        return Answer(body={"domains": [asdict(entry) for entry in entries]})

    def register(self, request: Request) -> Answer:
        """``PUT /domains/{domain}``: asynchronous, gives a ticket."""
        services, name = self._services, request.path["domain"]
        entry = check_registration(services.registry.domain(name), name, request.caller.account)
        services.require_role(
            request.caller, entry.account, "mesh-registration", f"register {name}"
        )
        payload = {"domain": name, "key_arn": request.text("key_arn")}
        _check_key(payload["key_arn"], entry.account, services.names.region)
        return open_ticket(services, request, "register-domain", payload)

    def ticket(self, request: Request) -> Answer:
        """``GET /tickets/{id}``."""
        found = self._services.registry.ticket(request.path["id"])
        ticket = check_reader(found, request.path["id"], request.caller.account)
        return Answer(body={"id": ticket.id, "state": ticket.state, "message": ticket.message})


def open_ticket(
    services: Services, request: Request, kind: Kind, payload: dict[str, Any]
) -> Answer:
    """Hand work to the registrar and answer with its ticket."""
    ticket = Ticket(
        id=uuid.uuid4().hex,
        kind=kind,
        account=request.caller.account,
        actor=request.caller.role_arn,
        payload=payload,
        expires=int(services.now().timestamp()) + KEPT_DAYS * 86400,
    )
    services.registry.write_ticket(ticket)
    services.messages.register(ticket.id)
    return Answer(status=202, body={"ticket": ticket.id})


def _check_key(arn: str, account: str, region: str) -> None:
    # The location role is given this key: a domain names one of its own and no other.
    if not arn.startswith(f"arn:aws:kms:{region}:{account}:key/") or "*" in arn:
        raise MeshError(f"key_arn {arn!r} is no key of account {account} in {region}")
