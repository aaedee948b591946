"""The service-linked role reads what is registered with it; only Lake Formation assumes it."""

import json
from typing import Any

import pytest

from emulator.api import AwsError
from emulator.lakeformation.reading import open_table
from tests.emulator.conftest import GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import LOCATION, Lake, refused, table, table_input

NAME = "AWSServiceRoleForLakeFormationDataAccess"
ROLE = f"arn:aws:iam::{GOVERNANCE}:role/aws-service-role/lakeformation.amazonaws.com/{NAME}"
OWN, FOREIGN = "own-bucket", "foreign-bucket"


def register(lake: Lake, path: str, by: str = "") -> None:
    lf = lake.lf(by or lake.admin)
    lf.register_resource(ResourceArn=f"arn:aws:s3:::{path}", UseServiceLinkedRole=True)


def allowed(lake: Lake) -> list[dict[str, Any]]:
    """The statements of the role's own policy."""
    iam = lake.client("iam", GOVERNANCE)
    [name] = iam.list_role_policies(RoleName=NAME)["PolicyNames"]
    found = iam.get_role_policy(RoleName=NAME, PolicyName=name)["PolicyDocument"]
    statements: list[dict[str, Any]] = found["Statement"]
    return statements


def make_bucket(lake: Lake, name: str, owner: str) -> None:
    s3 = lake.client("s3", owner)
    place = {"LocationConstraint": lake.cloud.region}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    s3.put_object(Bucket=name, Key="fleet/one", Body=b"rows")


def read(lake: Lake, bucket: str) -> bytes:
    """Read the file of a table as Athena does for a role that holds SELECT on it."""
    wanted = table_input("mine", f"s3://{bucket}/fleet")
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=wanted)
    lake.grant(lake.analyst, table("mine"), "SELECT")
    analyst = lake.principal(lake.analyst)
    reader = open_table(lake.cloud, analyst, GOVERNANCE, "fleet", "mine").reader
    return lake.cloud.read_object(reader, bucket, "fleet/one").read_bytes()


def test_the_first_registration_makes_it(lake: Lake) -> None:
    register(lake, "data/fleet")

    role = lake.client("iam", GOVERNANCE).get_role(RoleName=NAME)["Role"]
    info = lake.lf(lake.admin).describe_resource(ResourceArn="arn:aws:s3:::data/fleet")
    assert (role["Arn"], info["ResourceInfo"]["RoleArn"]) == (ROLE, ROLE)
    (trusts,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trusts["Principal"] == {"Service": "lakeformation.amazonaws.com"}


def test_its_policy_follows_what_is_registered_with_it(lake: Lake) -> None:
    register(lake, "data/fleet")
    register(lake, "data/crews")

    objects, buckets = allowed(lake)
    assert objects["Resource"] == ["arn:aws:s3:::data/crews/*", "arn:aws:s3:::data/fleet/*"]
    assert buckets["Resource"] == ["arn:aws:s3:::data"]
    lake.lf(lake.admin).deregister_resource(ResourceArn="arn:aws:s3:::data/crews")
    assert allowed(lake)[0]["Resource"] == ["arn:aws:s3:::data/fleet/*"]
    lake.lf(lake.admin).deregister_resource(ResourceArn="arn:aws:s3:::data/fleet")
    assert lake.client("iam", GOVERNANCE).list_role_policies(RoleName=NAME)["PolicyNames"] == []


def test_it_reads_the_buckets_of_its_own_account(lake: Lake) -> None:
    make_bucket(lake, OWN, GOVERNANCE)
    register(lake, f"{OWN}/fleet")

    assert read(lake, OWN) == b"rows"


def test_it_reads_another_accounts_bucket_only_where_the_bucket_lets_it(lake: Lake) -> None:
    make_bucket(lake, FOREIGN, PRODUCER)
    register(lake, f"{FOREIGN}/fleet")

    with pytest.raises(AwsError, match="AccessDenied"):
        read(lake, FOREIGN)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": ROLE},
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{FOREIGN}", f"arn:aws:s3:::{FOREIGN}/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    lake.client("s3", PRODUCER).put_bucket_policy(Bucket=FOREIGN, Policy=policy)
    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="mine")
    assert read(lake, FOREIGN) == b"rows"


def test_nobody_else_assumes_it(lake: Lake) -> None:
    register(lake, "data/fleet")

    with refused("AccessDenied"):
        lake.client("sts", GOVERNANCE).assume_role(RoleArn=ROLE, RoleSessionName="mine")


@pytest.mark.parametrize("missing", ["iam:CreateServiceLinkedRole", "iam:PutRolePolicy"])
def test_who_registers_with_it_must_be_allowed_to_make_it(lake: Lake, missing: str) -> None:
    engineer = lake.role("engineer")
    forbids = {"Effect": "Deny", "Action": missing, "Resource": "*"}
    lake.client("iam", GOVERNANCE).put_role_policy(
        RoleName="engineer",
        PolicyName="less",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [forbids]}),
    )

    with refused("AccessDeniedException", missing):
        register(lake, "data/fleet", by=engineer)
    assert len(lake.lf(lake.admin).list_resources()["ResourceInfoList"]) == 1


def test_what_is_registered_with_it_is_not_updated(lake: Lake) -> None:
    register(lake, "data/fleet")
    lf = lake.lf(lake.admin)

    with refused("InvalidInputException", "service-linked role"):
        lf.update_resource(ResourceArn="arn:aws:s3:::data/fleet", RoleArn=lake.location_role)
    lf.update_resource(ResourceArn=LOCATION, RoleArn=lake.location_role)
