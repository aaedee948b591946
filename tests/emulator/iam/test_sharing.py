"""Who grants to another account shares through RAM and Glue, and needs their rights as well."""

from collections.abc import Collection

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Statement, allow, make_role
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient

REGION = "eu-central-1"
NAMES = {"StringLike": {"ram:ResourceShareName": "LakeFormation*"}}
KINDS = {"StringLikeIfExists": {"ram:RequestedResourceType": ["glue:Table", "glue:Database"]}}
MAKES = allow("ram:CreateResourceShare", Condition=KINDS)
CHANGES = allow("ram:AssociateResourceShare", Condition=NAMES)
GUARDS = allow("glue:PutResourcePolicy", f"arn:aws:glue:{REGION}:{PRODUCER}:catalog")


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "lakeformation", "glue", "ram")


def granter(client: MakeClient, *rights: Statement) -> BotoClient:
    role = make_role(client, PRODUCER, "granter", allow("lakeformation:*"), *rights)
    glue = client("glue", PRODUCER)
    for name in ("fleet", "loyalty"):
        glue.create_database(DatabaseInput={"Name": name, "CreateTableDefaultPermissions": []})
    settings = {
        "DataLakeAdmins": [{"DataLakePrincipalIdentifier": role}],
        "CreateDatabaseDefaultPermissions": [],
        "CreateTableDefaultPermissions": [],
        "Parameters": {"CROSS_ACCOUNT_VERSION": "4"},
    }
    client("lakeformation", PRODUCER).put_data_lake_settings(DataLakeSettings=settings)
    lake = client("lakeformation", role)
    everybody = {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}
    for name in ("fleet", "loyalty"):
        lake.revoke_permissions(
            Principal=everybody, Resource={"Database": {"Name": name}}, Permissions=["ALL"]
        )
    return lake


def grant(lake: BotoClient, database: str, account: str) -> None:
    lake.grant_permissions(
        Principal={"DataLakePrincipalIdentifier": account},
        Resource={"Database": {"Name": database}},
        Permissions=["DESCRIBE"],
    )


def test_the_rights_of_the_managed_policy_are_enough(client: MakeClient) -> None:
    lake = granter(client, MAKES, CHANGES, GUARDS)

    grant(lake, "fleet", CONSUMER)
    grant(lake, "loyalty", CONSUMER)

    shares = client("ram", PRODUCER).get_resource_shares(resourceOwner="SELF")["resourceShares"]
    assert [share["name"].startswith("LakeFormation") for share in shares] == [True]


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        ((CHANGES, GUARDS), "ram:CreateResourceShare"),
        ((MAKES, CHANGES), "Insufficient Glue permissions"),
    ],
)
def test_without_one_of_them_nothing_is_granted(
    client: MakeClient, rights: tuple[Statement, ...], told: str
) -> None:
    lake = granter(client, *rights)

    with pytest.raises(ClientError, match=told):
        grant(lake, "fleet", CONSUMER)

    assert client("ram", PRODUCER).get_resource_shares(resourceOwner="SELF")["resourceShares"] == []
    named = {"DataLakePrincipalIdentifier": CONSUMER}
    assert lake.list_permissions(Principal=named)["PrincipalResourcePermissions"] == []


def test_a_share_that_is_there_is_changed_by_who_may(client: MakeClient) -> None:
    lake = granter(client, MAKES, GUARDS)
    grant(lake, "fleet", CONSUMER)

    with pytest.raises(ClientError, match="ram:AssociateResourceShare"):
        grant(lake, "loyalty", CONSUMER)


def test_a_grant_inside_the_account_shares_nothing(client: MakeClient) -> None:
    lake = granter(client)
    reader = make_role(client, PRODUCER, "reader")

    grant(lake, "fleet", reader)

    named = {"DataLakePrincipalIdentifier": reader}
    assert len(lake.list_permissions(Principal=named)["PrincipalResourcePermissions"]) == 1
