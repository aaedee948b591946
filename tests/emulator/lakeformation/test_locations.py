"""A location is registered once, with a role that exists."""

from typing import Any

import pytest

from emulator.lakeformation.reading import open_table
from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    Lake,
    columns,
    database,
    refused,
    table_input,
)


def test_a_registration_is_read_back(lake: Lake) -> None:
    info = lake.lf(lake.admin).describe_resource(ResourceArn=LOCATION)["ResourceInfo"]

    assert (info["ResourceArn"], info["RoleArn"]) == (LOCATION, lake.location_role)
    [listed] = lake.lf(lake.admin).list_resources()["ResourceInfoList"]
    assert listed["ResourceArn"] == LOCATION


def test_a_location_is_registered_once(lake: Lake) -> None:
    for arn in (LOCATION, f"{LOCATION}/"):
        with refused("AlreadyExistsException"):
            lake.lf(lake.admin).register_resource(ResourceArn=arn, RoleArn=lake.location_role)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"RoleArn": "arn:aws:iam::100000000001:role/nobody"}, "Invalid role"),
        ({"UseServiceLinkedRole": True, "RoleArn": "LOCATION_ROLE"}, "Exactly one"),
        ({}, "Exactly one"),
        ({"RoleArn": "LOCATION_ROLE", "ResourceArn": "arn:aws:sqs:x:1:q"}, "locations in S3"),
    ],
)
def test_a_location_needs_a_role_that_exists(
    lake: Lake, wanted: dict[str, Any], words: str
) -> None:
    asked = {"ResourceArn": f"arn:aws:s3:::{BUCKET}/other"} | wanted
    if wanted.get("RoleArn") == "LOCATION_ROLE":
        asked["RoleArn"] = lake.location_role

    with refused("InvalidInputException", words):
        lake.lf(lake.admin).register_resource(**asked)


@pytest.mark.parametrize(
    ("below", "governed"), [("fleet", True), ("fleet/x/y", True), ("fleet2", False), ("", False)]
)
def test_a_registration_governs_what_lies_below_it(
    lake: Lake, below: str, *, governed: bool
) -> None:
    wanted = table_input("mine", f"s3://{BUCKET}/{below}")
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=wanted)

    found = lake.glue(lake.admin).get_table(DatabaseName="fleet", Name="mine")["Table"]
    assert found["IsRegisteredWithLakeFormation"] is governed


def test_the_deepest_registration_counts(lake: Lake) -> None:
    deeper = lake.role("deeper", service="lakeformation.amazonaws.com")
    lake.lf(lake.admin).register_resource(ResourceArn=f"{LOCATION}/planes", RoleArn=deeper)
    lake.grant(lake.analyst, columns("year"), "SELECT")

    found = open_table(lake.cloud, lake.principal(lake.analyst), GOVERNANCE, "fleet", "planes")

    assert found.reader.role_arn == deeper


def test_another_role_can_take_over(lake: Lake) -> None:
    other = lake.role("other", service="lakeformation.amazonaws.com")

    lake.lf(lake.admin).update_resource(ResourceArn=LOCATION, RoleArn=other)

    info = lake.lf(lake.admin).describe_resource(ResourceArn=LOCATION)["ResourceInfo"]
    assert info["RoleArn"] == other


def test_what_is_not_registered_is_not_found(lake: Lake) -> None:
    lf = lake.lf(lake.admin)
    lf.deregister_resource(ResourceArn=LOCATION)

    for operation in ("describe_resource", "deregister_resource"):
        with refused("EntityNotFoundException", "not registered"):
            getattr(lf, operation)(ResourceArn=LOCATION)
    with refused("EntityNotFoundException", "not registered"):
        lf.update_resource(ResourceArn=LOCATION, RoleArn=lake.location_role)


def test_a_location_tells_whether_its_role_can_read_it(lake: Lake) -> None:
    def status() -> str:
        info = lake.lf(lake.admin).describe_resource(ResourceArn=LOCATION)["ResourceInfo"]
        return str(info["VerificationStatus"])

    assert status() == "VERIFICATION_FAILED"
    region = {"LocationConstraint": lake.cloud.region}
    lake.client("s3", GOVERNANCE).create_bucket(Bucket=BUCKET, CreateBucketConfiguration=region)
    assert status() == "VERIFIED"
    lake.client("iam", GOVERNANCE).delete_role_policy(
        RoleName="lf-location-fleet", PolicyName="all"
    )
    assert status() == "NOT_VERIFIED"


def test_who_registers_with_privileged_access_may_make_tables_there(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, database(), "CREATE_TABLE")
    make = lake.glue(engineer).create_table

    for name, more in (("plain", {}), ("privileged", {"WithPrivilegedAccess": True})):
        lake.lf(engineer).register_resource(
            ResourceArn=f"arn:aws:s3:::{BUCKET}/{name}", RoleArn=lake.location_role, **more
        )
        wanted = table_input(name, f"s3://{BUCKET}/{name}/mine")
        if more:
            make(DatabaseName="fleet", TableInput=wanted)
        else:
            with refused("AccessDeniedException", f"on s3://{BUCKET}/{name}"):
                make(DatabaseName="fleet", TableInput=wanted)
