"""Routes about what happened, and how the mesh is."""

import re
from collections import Counter

from lambdas.api.calls import Answer, Request
from lambdas.api.services import Services
from mesh.access.requests import moment
from mesh.errors import MeshError
from mesh.registry.audit import select


class TrailRoutes:
    """The audit trail and the mesh's state in numbers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def audit(self, request: Request) -> Answer:
        """``GET /audit``: of this month, or ``?month=yyyy-mm``; ``?subject=`` only that."""
        month = request.query.get("month") or moment(self._services.now())[:7]
        if not re.fullmatch(r"\d{4}-\d{2}", month):
            raise MeshError(f"{month!r} is no month; write it like 2027-03")
        records = select(
            self._services.registry.audit(month),
            request.caller.account,
            self._services.names.governance_account,
            request.query.get("subject"),
        )
        shown = [vars(record) | {"accounts": list(record.accounts)} for record in records]
        return Answer(body={"records": shown})

    def status(self, _request: Request) -> Answer:
        """``GET /status``."""
        registry = self._services.registry
        domains = Counter(entry.state for entry in registry.domains())
        products = registry.products()
        subscriptions = registry.subscriptions()
        states = Counter(subscription.state for subscription in subscriptions)
        return Answer(
            body={
                "domains_registered": domains["registered"],
                "domains_invited": domains["invited"],
                "products": sum(entry.state == "active" for entry in products),
                "products_with_data": sum(entry.table_state == "published" for entry in products),
                "requests_waiting": states["requested"],
                "grants_in_the_making": states["approved"] + states["revoking"],
                "subscriptions_active": states["active"],
                "subscriptions_with_problems": sum(bool(each.problem) for each in subscriptions),
                "files_in_quarantine": sum(1 for _ in self._services.ledger.quarantined()),
            }
        )
