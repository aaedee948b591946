"""A template's trail logs, changes in place and goes with its stack."""

from collections.abc import Collection
from typing import Any

import pytest

from emulator.cloud import Cloud
from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account
from tests.emulator.cloudtrail.arrange import SERVICE

ARN = "arn:aws:cloudtrail:eu-central-1:200000000001:trail/everything"


@pytest.fixture
def services() -> Collection[str]:
    return (
        "sts",
        "s3",
        "lakeformation",
        "glue",
        "athena",
        "events",
        "cloudtrail",
        "cloudformation",
    )


@pytest.fixture
def account(cloud: Cloud) -> Account:
    return Account(cloud)


def template(**properties: Json) -> dict[str, Any]:
    """A trail with its bucket and the bucket's policy."""
    statements = [
        {"Action": "s3:GetBucketAcl", "Resource": {"Fn::GetAtt": ["Logs", "Arn"]}},
        {"Action": "s3:PutObject", "Resource": {"Fn::Sub": "${Logs.Arn}/*"}},
    ]
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": SERVICE, **one} for one in statements],
    }
    return {
        "Logs": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "logs"}},
        "Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "Logs"}, "PolicyDocument": document},
        },
        "Trail": {
            "Type": "AWS::CloudTrail::Trail",
            "DependsOn": "Policy",
            "Properties": {
                "TrailName": "everything",
                "S3BucketName": {"Ref": "Logs"},
                "IsLogging": True,
                **properties,
            },
        },
    }


def test_a_trail_is_made_with_all_its_properties(account: Account) -> None:
    only_changes = [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}]
    tags = [{"Key": "team", "Value": "audit"}]
    status = account.create(
        template(
            S3KeyPrefix="audit", IsMultiRegionTrail=True, EventSelectors=only_changes, Tags=tags
        ),
        Outputs={"Arn": {"Value": {"Fn::GetAtt": ["Trail", "Arn"]}}},
    )

    assert status == "CREATE_COMPLETE", account.story()
    trail = account.client("cloudtrail")
    found = trail.get_trail(Name=account.physical_id("Trail"))["Trail"]
    assert account.outputs()["Arn"] == found["TrailARN"] == ARN
    assert (found["S3BucketName"], found["S3KeyPrefix"]) == ("logs", "audit")
    assert found["IsMultiRegionTrail"]
    assert trail.get_trail_status(Name="everything")["IsLogging"]
    selectors = trail.get_event_selectors(TrailName="everything")["EventSelectors"]
    assert selectors[0]["ReadWriteType"] == "WriteOnly"
    assert trail.list_tags(ResourceIdList=[ARN])["ResourceTagList"][0]["TagsList"] == tags


def test_what_a_template_leaves_out_goes_back_to_its_default(account: Account) -> None:
    only_changes = [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}]
    tags = [{"Key": "team", "Value": "audit"}]
    account.create(
        template(
            S3KeyPrefix="audit", IsMultiRegionTrail=True, EventSelectors=only_changes, Tags=tags
        )
    )
    started = account.client("cloudtrail").get_trail_status(Name="everything")

    status = account.update(template(IsLogging=False))

    assert status == "UPDATE_COMPLETE", account.story()
    trail = account.client("cloudtrail")
    found = trail.get_trail(Name="everything")["Trail"]
    assert (found.get("S3KeyPrefix"), found["IsMultiRegionTrail"]) == (None, False)
    assert not found["HasCustomEventSelectors"]
    assert trail.list_tags(ResourceIdList=[ARN])["ResourceTagList"][0]["TagsList"] == []
    stopped = trail.get_trail_status(Name="everything")
    assert not stopped["IsLogging"]
    # The trail is the same, not a new one.
    assert stopped["StartLoggingTime"] == started["StartLoggingTime"]


def test_a_trail_goes_with_its_stack(account: Account) -> None:
    account.create(template(IsLogging=False))

    assert account.delete() == "DELETE_COMPLETE"
    assert account.client("cloudtrail").describe_trails()["trailList"] == []


def test_a_trail_without_a_policy_for_it_fails_its_stack(account: Account) -> None:
    wanted = template()
    del wanted["Policy"]
    del wanted["Trail"]["DependsOn"]

    assert account.create(wanted) == "ROLLBACK_COMPLETE"
    assert "Incorrect S3 bucket policy is detected" in str(account.reasons())


@pytest.mark.parametrize(
    ("name", "value"), [("EnableLogFileValidation", True), ("KMSKeyId", "alias/k")]
)
def test_what_is_not_served_fails_the_stack_by_its_name(
    account: Account, name: str, value: Json
) -> None:
    assert account.create(template(**{name: value})) == "ROLLBACK_COMPLETE"
    assert name in str(account.reasons())
