"""A grant to another account is a resource share of Lake Formation's, as long as it stands."""

import re
from typing import Any

import pytest

from emulator.api import AwsError
from emulator.lakeformation.reading import open_table
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import (
    Lake,
    cells,
    columns,
    database,
    principal,
    refused,
    table,
)

EVERY_TABLE = {"Table": {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "TableWildcard": {}}}
ORGANISATION = "arn:aws:organizations::100000000000:organization/o-airmesh0001"


def own(lake: Lake) -> list[dict[str, Any]]:
    """The shares that governance owns and that stand."""
    found = lake.client("ram", GOVERNANCE).get_resource_shares(
        resourceOwner="SELF", resourceShareStatus="ACTIVE"
    )
    shares: list[dict[str, Any]] = found["resourceShares"]
    return shares


def shared_with(lake: Lake, who: str) -> list[str]:
    """What somebody sees of what others share."""
    found = lake.client("ram", who).list_resources(resourceOwner="OTHER-ACCOUNTS")
    return sorted(one["arn"].split(":", 5)[5] for one in found["resources"])


def associations(lake: Lake, kind: str) -> dict[str, str]:
    found = lake.client("ram", GOVERNANCE).get_resource_share_associations(associationType=kind)
    listed = found["resourceShareAssociations"]
    return {one["associatedEntity"]: one["status"] for one in listed}


def test_a_grant_to_another_account_makes_a_share_with_lake_formations_name(lake: Lake) -> None:
    lake.grant(CONSUMER, table(), "SELECT")

    [share] = own(lake)
    assert re.fullmatch(r"LakeFormation-V4-[A-Z0-9]{10}", share["name"])
    assert (share["owningAccountId"], share["status"]) == (GOVERNANCE, "ACTIVE")
    assert shared_with(lake, CONSUMER) == ["table/fleet/planes"]


def test_a_grant_within_the_account_is_no_share(lake: Lake) -> None:
    lake.grant(lake.role("engineer"), table(), "SELECT")

    assert own(lake) == []


@pytest.mark.parametrize(
    ("resource", "permission", "shown"),
    [
        (database(), "DESCRIBE", "database/fleet"),
        (table(), "SELECT", "table/fleet/planes"),
        (columns("tail"), "SELECT", "table/fleet/planes"),
        (cells("f"), "SELECT", "table/fleet/planes"),
        (EVERY_TABLE, "SELECT", "database/fleet"),
    ],
)
def test_what_is_shared_is_the_database_or_table(
    lake: Lake, resource: dict[str, Any], permission: str, shown: str
) -> None:
    lake.add_filter("f", ["tail"], None)

    lake.grant(CONSUMER, resource, permission)

    assert shared_with(lake, CONSUMER) == [shown]


def test_a_location_is_not_shared(lake: Lake) -> None:
    named = {"DataLocation": {"ResourceArn": "arn:aws:s3:::airmesh-published-100000000001/fleet"}}
    lake.grant(CONSUMER, named, "DATA_LOCATION_ACCESS")

    assert own(lake) == []


def test_the_grants_of_one_kind_to_one_account_are_one_share(lake: Lake) -> None:
    lake.create_table("pilots")
    for name in ("planes", "pilots"):
        lake.grant(CONSUMER, table(name), "SELECT")
        lake.grant(lake.analyst, table(name), "SELECT")
    lake.grant(CONSUMER, database(), "DESCRIBE")

    assert len(own(lake)) == 2
    lake.grant(PRODUCER, table(), "SELECT")
    assert len(own(lake)) == 3


def test_the_first_version_makes_a_share_of_every_grant(lake: Lake) -> None:
    lake.create_table("pilots")
    lake.put_settings(lake.admin, lake.admin, Parameters={"CROSS_ACCOUNT_VERSION": "1"})

    for name in ("planes", "pilots"):
        lake.grant(CONSUMER, table(name), "SELECT")

    assert len(own(lake)) == 2


def test_another_version_leaves_what_is_shared_and_shares_anew_under_its_own_name(
    lake: Lake,
) -> None:
    lake.grant(CONSUMER, table(), "SELECT")
    lake.put_settings(lake.admin, lake.admin, Parameters={"CROSS_ACCOUNT_VERSION": "5"})
    lake.create_table("pilots")

    lake.grant(CONSUMER, table("pilots"), "SELECT")

    assert {share["name"].split("-")[1] for share in own(lake)} == {"V4", "V5"}
    assert shared_with(lake, CONSUMER) == ["catalog", "table/fleet/planes"]


def test_the_owner_sees_with_whom_it_shares_what(lake: Lake) -> None:
    lake.grant(CONSUMER, table(), "SELECT")
    lake.grant(lake.analyst, table(), "SELECT")

    assert associations(lake, "PRINCIPAL") == {CONSUMER: "ASSOCIATED", lake.analyst: "ASSOCIATED"}
    [resource] = associations(lake, "RESOURCE").items()
    assert resource[0].endswith(":table/fleet/planes")
    assert resource[1] == "ASSOCIATED"
    listed = lake.client("ram", GOVERNANCE).list_principals(resourceOwner="SELF")["principals"]
    assert {(one["id"], one["external"]) for one in listed} == {
        (CONSUMER, False),
        (lake.analyst, False),
    }


def test_the_account_sees_who_shares_with_it(lake: Lake) -> None:
    lake.grant(CONSUMER, table(), "SELECT")

    ram = lake.client("ram", CONSUMER)
    [owner] = ram.list_principals(resourceOwner="OTHER-ACCOUNTS")["principals"]
    assert owner["id"] == GOVERNANCE
    assert ram.get_resource_share_invitations()["resourceShareInvitations"] == []
    assert (
        lake.client("ram", PRODUCER).list_principals(resourceOwner="OTHER-ACCOUNTS")["principals"]
        == []
    )


def test_what_is_granted_to_a_role_is_shared_with_that_role_alone(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "SELECT")

    assert shared_with(lake, lake.analyst) == ["table/fleet/planes"]
    assert shared_with(lake, lake.role("colleague", CONSUMER)) == []


def test_the_organisation_is_one_principal_for_all_its_accounts(lake: Lake) -> None:
    admin = lake.role("keeper", CONSUMER)
    lake.put_settings(CONSUMER, admin)
    lake.grant(ORGANISATION, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])

    assert shared_with(lake, CONSUMER) == shared_with(lake, PRODUCER) == ["table/fleet/planes"]
    lake.grant(lake.analyst, table(), "SELECT", by=admin)
    found = lake.glue(lake.analyst).get_table(
        CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes"
    )
    assert found["Table"]["Name"] == "planes"


def test_an_organisation_of_others_is_no_principal(lake: Lake) -> None:
    for name in (ORGANISATION.replace("o-airmesh", "o-another"), f"{ORGANISATION[:-3]}/ou-1"):
        with refused("InvalidInputException", "Invalid principal"):
            lake.grant(name, table(), "SELECT")


def test_the_last_revocation_ends_the_share(lake: Lake) -> None:
    lake.create_table("pilots")
    for resource in (table(), table("pilots")):
        lake.grant(CONSUMER, resource, "SELECT")

    lake.revoke(CONSUMER, table(), "SELECT")
    assert shared_with(lake, CONSUMER) == ["table/fleet/pilots"]
    lake.revoke(CONSUMER, table("pilots"), "SELECT")

    assert shared_with(lake, CONSUMER) == []
    assert own(lake) == []
    [gone] = lake.client("ram", GOVERNANCE).get_resource_shares(resourceOwner="SELF")[
        "resourceShares"
    ]
    assert gone["status"] == "DELETED"


def test_a_share_stays_while_one_permission_does(lake: Lake) -> None:
    lake.grant(CONSUMER, table(), "SELECT", "DESCRIBE")

    lake.revoke(CONSUMER, table(), "SELECT")

    assert shared_with(lake, CONSUMER) == ["table/fleet/planes"]


def test_a_dropped_table_is_shared_no_more(lake: Lake) -> None:
    lake.grant(CONSUMER, table(), "SELECT")

    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="planes")

    assert own(lake) == []


def test_a_listed_permission_names_its_share(lake: Lake) -> None:
    lake.grant(CONSUMER, table(), "SELECT")

    [share] = own(lake)
    [entry] = lake.lf(lake.admin).list_permissions(Principal=principal(CONSUMER))[
        "PrincipalResourcePermissions"
    ]
    assert entry["AdditionalDetails"]["ResourceShare"] == [share["resourceShareArn"]]


def test_only_the_management_account_enables_sharing_in_the_organisation(lake: Lake) -> None:
    with refused("OperationNotPermittedException", "management account"):
        lake.client("ram", GOVERNANCE).enable_sharing_with_aws_organization()

    answer = lake.client("ram", "100000000000").enable_sharing_with_aws_organization()
    assert answer["returnValue"] is True


def test_a_share_that_is_not_there_is_unknown(lake: Lake) -> None:
    arn = f"arn:aws:ram:eu-central-1:{GOVERNANCE}:resource-share/none"

    with refused("UnknownResourceException", arn):
        lake.client("ram", GOVERNANCE).get_resource_shares(
            resourceOwner="SELF", resourceShareArns=[arn]
        )


def test_an_accounts_administrator_sees_what_is_shared_with_the_account_and_reads_none_of_it(
    lake: Lake,
) -> None:
    keeper = lake.role("keeper", CONSUMER)
    lake.put_settings(CONSUMER, keeper)
    lake.grant(CONSUMER, columns("tail"), "SELECT", PermissionsWithGrantOption=["SELECT"])

    found = lake.glue(keeper).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")
    assert [one["Name"] for one in found["Table"]["StorageDescriptor"]["Columns"]] == ["tail"]
    with pytest.raises(AwsError, match="Required Select on planes"):
        open_table(lake.cloud, lake.principal(keeper), GOVERNANCE, "fleet", "planes")
    with refused("AccessDeniedException", "Required Describe on planes"):
        lake.glue(lake.analyst).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")


def test_an_accounts_administrator_does_not_see_what_is_granted_to_a_role_of_it(
    lake: Lake,
) -> None:
    keeper = lake.role("keeper", CONSUMER)
    lake.put_settings(CONSUMER, keeper)
    lake.grant(lake.analyst, table(), "SELECT")

    with refused("AccessDeniedException", "Required Describe on planes"):
        lake.glue(keeper).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")


def test_lf_tags_reach_an_organisation_from_version_three(lake: Lake) -> None:
    lake.lf(lake.admin).create_lf_tag(TagKey="area", TagValues=["open"])
    policy = {
        "LFTagPolicy": {
            "CatalogId": GOVERNANCE,
            "ResourceType": "TABLE",
            "Expression": [{"TagKey": "area", "TagValues": ["open"]}],
        }
    }
    for version in ("2", "3"):
        lake.put_settings(lake.admin, lake.admin, Parameters={"CROSS_ACCOUNT_VERSION": version})
        if version == "2":
            with refused("InvalidInputException", "CROSS_ACCOUNT_VERSION 3"):
                lake.grant(ORGANISATION, policy, "DESCRIBE")
        else:
            lake.grant(ORGANISATION, policy, "DESCRIBE")

    assert shared_with(lake, CONSUMER) == ["catalog"]
