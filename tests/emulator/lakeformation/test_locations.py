"""A location is registered once, with a role that exists."""

from typing import Any

import pytest

from tests.emulator.lakeformation.world import BUCKET, LOCATION, Lake, refused


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
        ({"UseServiceLinkedRole": True}, "service-linked role"),
        ({}, "RoleArn is needed"),
        ({"RoleArn": "LOCATION_ROLE", "HybridAccessEnabled": True}, "Hybrid"),
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
