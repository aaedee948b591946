"""A registration waits for governance, tells its refusal, and gives up within two minutes."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from lambdas.registration.registering import REACH_SECONDS, Api, Registering
from mesh.aws.custom_resource import Made
from mesh.errors import MeshError, UnreachableError

CONTRACT = json.dumps({"dataProduct": "planes", "version": "2.1.0"})


class Governance:
    """Answers as told; knows what was asked and how long it took."""

    def __init__(self, *tickets: Mapping[str, str], unreachable: int = 0) -> None:
        self.tickets = list(tickets)
        self.unreachable = unreachable
        self.asked: list[str] = []
        self.seconds = 0.0

    def call(
        self, method: str, path: str, _body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Answer one call."""
        self.asked.append(f"{method} {path}")
        if path.startswith("/tickets/"):
            return dict(self.tickets.pop(0) if len(self.tickets) > 1 else self.tickets[0])
        return {"ticket": "t1"}

    def connect(self) -> Api:
        """Let somebody in, or be out of reach."""
        if self.unreachable:
            self.unreachable -= 1
            raise UnreachableError("governance account 100000000001 does not answer")
        return self

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds

    def register(self, kind: str, request: str, **more: object) -> Made:
        """Carry out one event of CloudFormation."""
        properties = {
            "Domain": "fleet",
            "KeyArn": "arn:aws:kms:…",
            "Contract": CONTRACT,
            "Digest": "d",
        }
        event = {"ResourceType": kind, "RequestType": request, "ResourceProperties": properties}
        made = Registering(self.connect, clock=lambda: self.seconds, sleep=self.wait)
        return made.register(event | more)


def test_a_registration_is_done_when_its_ticket_is() -> None:
    governance = Governance({"state": "pending"}, {"state": "done"}, unreachable=2)

    assert governance.register("Custom::MeshDomain", "Create").id == "mesh:fleet"
    assert governance.asked == ["PUT /domains/fleet", "GET /tickets/t1", "GET /tickets/t1"]


def test_a_product_is_registered_under_the_major_of_its_contract() -> None:
    governance = Governance({"state": "done"})

    assert governance.register("Custom::DataProduct", "Update").id == "mesh:fleet/planes@2"
    assert governance.asked[0] == "PUT /products/fleet/planes/2"


def test_a_refusal_is_told_with_its_reason() -> None:
    governance = Governance({"state": "failed", "message": "column year is gone"})

    with pytest.raises(MeshError, match="column year is gone"):
        governance.register("Custom::DataProduct", "Update")


@pytest.mark.parametrize("unreachable", [0, 1_000_000])
def test_without_an_answer_it_fails_within_two_minutes_naming_governance(unreachable: int) -> None:
    governance = Governance({"state": "pending"}, unreachable=unreachable)

    with pytest.raises(UnreachableError, match="governance"):
        governance.register("Custom::MeshDomain", "Create")
    assert REACH_SECONDS <= governance.seconds < 120


def test_a_domain_that_leaves_deletes_nothing() -> None:
    governance = Governance({"state": "done"})

    governance.register("Custom::MeshDomain", "Delete", PhysicalResourceId="mesh:fleet")
    assert governance.asked == []


def test_a_product_that_leaves_is_deprecated_unless_it_never_came_into_force() -> None:
    governance = Governance({"state": "done"})

    governance.register("Custom::DataProduct", "Delete", PhysicalResourceId="planesv2")
    assert governance.asked == []
    governance.register("Custom::DataProduct", "Delete", PhysicalResourceId="mesh:fleet/planes@2")
    assert governance.asked[0] == "DELETE /products/fleet/planes/2"
