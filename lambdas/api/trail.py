"""Routes about what happened, and how the mesh is."""

from collections import Counter

from lambdas.api.calls import Answer, Request
from lambdas.api.services import Services
from mesh.registry.audit import AuditRecord, Period, view, visible_to


class TrailRoutes:
    """The audit trail and the mesh's state in numbers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def audit(self, request: Request) -> Answer:
        """``GET /audit``: the recent ones, or ``?since=`` and ``?until=``; ``?subject=`` only that.

        ``?month=yyyy-mm`` is short for both ends. ``earlier`` says that older ones were left out.
        """
        asked, services = request.query, self._services
        month, subject = asked.get("month"), asked.get("subject")
        period = Period.read(
            month or asked.get("since"), month or asked.get("until"), services.now()
        )
        governance = services.names.governance_account

        def wanted(record: AuditRecord) -> bool:
            seen = visible_to(record, request.caller.account, governance)
            return seen and subject in {None, record.subject}

        found = view(period, services.registry.audit, wanted)
        shown = [vars(record) | {"accounts": list(record.accounts)} for record in found.records]
        return Answer(body={"records": shown, "earlier": not found.is_whole})

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
