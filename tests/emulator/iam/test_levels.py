"""Policies of the organisation bound what its accounts' policies give."""

import pytest

from emulator.api import Principal
from emulator.iam.decision import PolicySet
from emulator.iam.documents import Policy
from tests.emulator.arrange import allow, deny
from tests.emulator.iam.deciding import (
    ADMINISTRATOR,
    ALLOWS,
    EVENTS,
    HERE,
    READER,
    ask,
    document,
    named,
)

FULL = document(allow("*"), name="FullAWSAccess")


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        (((FULL,), (FULL,)), "allowed"),
        (((FULL,), ()), "because no service control policy allows the s3:GetObject action"),
        (((), (FULL,)), "because no service control policy allows the s3:GetObject action"),
        (
            ((FULL, document(deny("s3:Get*"))), (FULL,)),
            "with an explicit deny in a service control policy",
        ),
        (((FULL,), (document(allow("s3:*")), document(allow("sqs:*")))), "allowed"),
    ],
)
@pytest.mark.parametrize("principal", [READER, ADMINISTRATOR])
def test_each_level_of_the_organisation_must_allow(
    principal: Principal, levels: tuple[tuple[Policy, ...], ...], reason: str
) -> None:
    policies = PolicySet(identity=ALLOWS, service_control=levels)

    assert ask(policies, principal=principal).reason == reason


@pytest.mark.parametrize("principal", [READER, ADMINISTRATOR, EVENTS])
def test_a_resource_control_policy_denies_even_services(principal: Principal) -> None:
    opened = named({"AWS": HERE, "Service": "events.amazonaws.com"})
    guarded = PolicySet(
        identity=ALLOWS, resource=opened, resource_control=(named("*", deny("s3:*")),)
    )

    assert ask(PolicySet(identity=ALLOWS, resource=opened), principal=principal).allowed
    assert (
        ask(guarded, principal=principal).reason
        == "with an explicit deny in a resource control policy"
    )
