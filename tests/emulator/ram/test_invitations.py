"""Outside the organisation nothing is shared before somebody accepts."""

import json
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator.ram.store import Shares
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER
from tests.emulator.lakeformation.world import (
    PLANES,
    Lake,
    database,
    principal,
    refused,
    table,
)


def invitations(lake: Lake, account: str = OUTSIDER) -> list[dict[str, Any]]:
    found = lake.client("ram", account).get_resource_share_invitations()
    listed: list[dict[str, Any]] = found["resourceShareInvitations"]
    return listed


def accept(lake: Lake, account: str = OUTSIDER) -> None:
    for one in invitations(lake, account):
        if one["status"] == "PENDING":
            lake.client("ram", account).accept_resource_share_invitation(
                resourceShareInvitationArn=one["resourceShareInvitationArn"]
            )


def sees(lake: Lake, who: str) -> bool:
    found = lake.glue(who).get_tables(CatalogId=GOVERNANCE, DatabaseName="fleet")
    return [one["Name"] for one in found["TableList"]] == ["planes"]


def later(lake: Lake, **passed: float) -> None:
    now = datetime.now(UTC) + timedelta(**passed)
    lake.cloud.store(Shares).clock = lambda: now


def test_a_grant_outside_the_organisation_waits_for_an_invitation(
    lake: Lake, stranger: str
) -> None:
    lake.grant(stranger, table(), "SELECT")

    [invitation] = invitations(lake)
    assert invitation["status"] == "PENDING"
    assert (invitation["senderAccountId"], invitation["receiverAccountId"]) == (
        GOVERNANCE,
        OUTSIDER,
    )
    assert invitation["resourceShareName"].startswith("LakeFormation-V4-")
    assert invitations(lake, CONSUMER) == []


def test_until_it_is_accepted_nothing_is_visible(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")

    for who in (OUTSIDER, stranger):
        ram = lake.client("ram", who)
        assert ram.get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"] == []
        assert ram.list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"] == []
    with refused("AccessDeniedException", "Required Describe"):
        lake.glue(stranger).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")


def test_what_is_in_an_invitation_can_be_looked_at(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")

    [invitation] = invitations(lake)
    [resource] = lake.client("ram", OUTSIDER).list_pending_invitation_resources(
        resourceShareInvitationArn=invitation["resourceShareInvitationArn"]
    )["resources"]
    assert resource["arn"].endswith(":table/fleet/planes")
    assert (resource["type"], resource["status"]) == ("glue:Table", "PENDING")


def test_accepting_opens_it(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")

    accept(lake)

    assert sees(lake, stranger)
    assert [one["status"] for one in invitations(lake)] == ["ACCEPTED"]
    ram = lake.client("ram", stranger)
    assert len(ram.get_resource_shares(resourceOwner="OTHER-ACCOUNTS")["resourceShares"]) == 1


def test_databases_and_tables_come_in_two_invitations(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")
    lake.grant(stranger, database(), "DESCRIBE")

    assert len(invitations(lake)) == 2


def test_what_is_added_to_an_accepted_share_is_open_at_once(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")
    accept(lake)
    lake.create_table("pilots")

    lake.grant(stranger, table("pilots"), "SELECT")

    listed = lake.glue(stranger).get_tables(CatalogId=GOVERNANCE, DatabaseName="fleet")
    assert {one["Name"] for one in listed["TableList"]} == {"pilots", "planes"}


def test_an_account_passes_on_nothing_that_it_did_not_accept(lake: Lake, stranger: str) -> None:
    keeper = lake.role("keeper", OUTSIDER)
    lake.put_settings(OUTSIDER, keeper)
    lake.grant(OUTSIDER, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])

    with refused("AccessDeniedException"):
        lake.grant(stranger, table(), "SELECT", by=keeper)
    accept(lake)
    lake.grant(stranger, table(), "SELECT", by=keeper)

    assert sees(lake, stranger)


@pytest.mark.parametrize("days", [6.9, 7.1])
def test_an_invitation_is_open_for_seven_days(lake: Lake, stranger: str, days: float) -> None:
    lake.grant(stranger, table(), "SELECT")
    [invitation] = invitations(lake)
    later(lake, days=days)

    arn = {"resourceShareInvitationArn": invitation["resourceShareInvitationArn"]}
    ram = lake.client("ram", OUTSIDER)
    if days < 7:
        ram.accept_resource_share_invitation(**arn)
        return
    assert [one["status"] for one in invitations(lake)] == ["EXPIRED"]
    with refused("ResourceShareInvitationExpiredException"):
        ram.accept_resource_share_invitation(**arn)


def test_a_rejected_invitation_opens_nothing_and_is_not_accepted_later(
    lake: Lake, stranger: str
) -> None:
    lake.grant(stranger, table(), "SELECT")
    [invitation] = invitations(lake)
    ram = lake.client("ram", OUTSIDER)
    arn = {"resourceShareInvitationArn": invitation["resourceShareInvitationArn"]}

    ram.reject_resource_share_invitation(**arn)

    with refused("ResourceShareInvitationAlreadyRejectedException"):
        ram.accept_resource_share_invitation(**arn)
    with refused("AccessDeniedException"):
        sees(lake, stranger)


def test_granting_again_after_a_rejection_invites_again(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")
    [invitation] = invitations(lake)
    lake.client("ram", OUTSIDER).reject_resource_share_invitation(
        resourceShareInvitationArn=invitation["resourceShareInvitationArn"]
    )

    lake.revoke(stranger, table(), "SELECT")
    lake.grant(stranger, table(), "SELECT")
    accept(lake)

    assert sees(lake, stranger)


def test_an_invitation_is_accepted_once_and_by_its_receiver(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")
    [invitation] = invitations(lake)
    arn = {"resourceShareInvitationArn": invitation["resourceShareInvitationArn"]}

    with refused("ResourceShareInvitationArnNotFoundException"):
        lake.client("ram", CONSUMER).accept_resource_share_invitation(**arn)
    accept(lake)
    with refused("ResourceShareInvitationAlreadyAcceptedException"):
        lake.client("ram", OUTSIDER).accept_resource_share_invitation(**arn)


def test_accepting_needs_the_right_to(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")
    [invitation] = invitations(lake)
    poor = lake.role("poor", OUTSIDER, allow="ram:Get*")

    with refused("AccessDeniedException", "ram:AcceptResourceShareInvitation"):
        lake.client("ram", poor).accept_resource_share_invitation(
            resourceShareInvitationArn=invitation["resourceShareInvitationArn"]
        )


def test_the_last_revocation_takes_the_invitation_back(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")

    lake.revoke(stranger, table(), "SELECT")

    assert invitations(lake) == []


def test_what_waits_is_listed_as_granted(lake: Lake, stranger: str) -> None:
    lake.grant(stranger, table(), "SELECT")

    for more in ({}, {"Resource": {"Table": PLANES}}):
        [entry] = lake.lf(lake.admin).list_permissions(Principal=principal(stranger), **more)[
            "PrincipalResourcePermissions"
        ]
        assert "SELECT" in entry["Permissions"]


def test_an_association_can_fail_on_demand_while_its_grant_stands(lake: Lake) -> None:
    asked = {"service": "ram", "operation": "AssociateResourceShare", "code": "Throttled"}
    url = f"{lake.cloud.endpoint}/_emulator/faults"
    urllib.request.urlopen(url, json.dumps(asked).encode())  # noqa: S310 - our own endpoint

    lake.grant(lake.analyst, table(), "SELECT")

    [failed] = lake.client("ram", GOVERNANCE).get_resource_share_associations(
        associationType="RESOURCE", associationStatus="FAILED"
    )["resourceShareAssociations"]
    assert "Throttled" in failed["statusMessage"]
    with refused("AccessDeniedException"):
        sees(lake, lake.analyst)
    lake.revoke(lake.analyst, table(), "SELECT")
    lake.grant(lake.analyst, table(), "SELECT")
    assert sees(lake, lake.analyst)
