"""Trails are made, changed and looked at as on AWS; what is not served is refused by name."""

import pytest

from tests.emulator.arrange import allow, make_bucket, make_role, policy
from tests.emulator.cloudtrail.arrange import SERVICE, bucket_policy, make_trail
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient
from tests.emulator.lakeformation.world import refused

ARN = f"arn:aws:cloudtrail:eu-central-1:{PRODUCER}:trail/everything"


def test_a_trail_logs_nothing_before_it_is_started(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER, logging=False)
    before = trail.get_trail_status(Name="everything")
    trail.start_logging(Name="everything")
    during = trail.get_trail_status(Name=ARN)
    trail.stop_logging(Name="everything")
    after = trail.get_trail_status(Name="everything")

    assert [one["IsLogging"] for one in (before, during, after)] == [False, True, False]
    assert "StartLoggingTime" not in before
    assert after["StopLoggingTime"] >= after["StartLoggingTime"]


def test_a_trail_is_described_as_it_was_made(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER, S3KeyPrefix="audit", IsMultiRegionTrail=True)

    (described,) = trail.describe_trails(trailNameList=["everything"])["trailList"]

    assert described == trail.get_trail(Name=ARN)["Trail"]
    assert described["TrailARN"] == ARN
    assert described["S3BucketName"] == f"trail-{PRODUCER}"
    assert (described["S3KeyPrefix"], described["HomeRegion"]) == ("audit", "eu-central-1")
    assert (described["IsMultiRegionTrail"], described["HasCustomEventSelectors"]) == (True, False)
    assert [one["TrailARN"] for one in trail.list_trails()["Trails"]] == [ARN]


def test_other_regions_see_a_shadow_of_a_trail_that_logs_there_too(client: MakeClient) -> None:
    make_trail(client, PRODUCER, IsMultiRegionTrail=True)
    elsewhere = client("cloudtrail", PRODUCER, region="eu-west-1")

    assert [one["TrailARN"] for one in elsewhere.describe_trails()["trailList"]] == [ARN]
    assert elsewhere.describe_trails(includeShadowTrails=False)["trailList"] == []
    with refused("InvalidHomeRegionException", "eu-central-1"):
        elsewhere.stop_logging(Name=ARN)


def test_a_trail_belongs_to_its_account(client: MakeClient) -> None:
    make_trail(client, PRODUCER)
    stranger = client("cloudtrail", CONSUMER)

    assert stranger.describe_trails()["trailList"] == []
    with refused("TrailNotFoundException", "Unknown trail: everything"):
        stranger.get_trail(Name="everything")


def test_a_name_is_taken_once_and_free_after_deletion(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER)
    wanted = {"Name": "everything", "S3BucketName": f"trail-{PRODUCER}"}
    with refused("TrailAlreadyExistsException", "everything"):
        trail.create_trail(**wanted)

    trail.delete_trail(Name="everything")

    assert trail.create_trail(**wanted)["TrailARN"] == ARN


@pytest.mark.parametrize("name", ["ab", "-ends", "two--marks", "a" * 129])
def test_a_name_follows_the_rules(client: MakeClient, name: str) -> None:
    with refused("InvalidTrailNameException"):
        client("cloudtrail", PRODUCER).create_trail(Name=name, S3BucketName="any")


def test_a_region_has_five_trails_at_most(client: MakeClient) -> None:
    statement = allow(["s3:GetBucketAcl", "s3:PutObject"], "*", Principal=SERVICE)
    arns = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
    make_bucket(client, PRODUCER, "logs", policy({**statement, "Resource": arns}))
    trail = client("cloudtrail", PRODUCER)
    for number in range(5):
        trail.create_trail(Name=f"trail{number}", S3BucketName="logs")

    with refused("MaximumNumberOfTrailsExceededException"):
        trail.create_trail(Name="trail5", S3BucketName="logs")


def test_a_trail_needs_a_bucket_that_lets_it_write(client: MakeClient) -> None:
    trail = client("cloudtrail", PRODUCER)
    wanted = {"Name": "everything", "S3BucketName": "logs"}
    with refused("S3BucketDoesNotExistException", "logs"):
        trail.create_trail(**wanted)
    s3 = make_bucket(client, PRODUCER, "logs")
    with refused("InsufficientS3BucketPolicyException", "logs"):
        trail.create_trail(**wanted)
    # The policy names another account's folder.
    s3.put_bucket_policy(Bucket="logs", Policy=bucket_policy(CONSUMER, "logs"))
    with refused("InsufficientS3BucketPolicyException", "logs"):
        trail.create_trail(**wanted)

    s3.put_bucket_policy(Bucket="logs", Policy=bucket_policy(PRODUCER, "logs"))

    assert trail.create_trail(**wanted)["S3BucketName"] == "logs"


def test_a_change_that_would_not_work_changes_nothing(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER)
    make_bucket(client, PRODUCER, "closed")

    with refused("InsufficientS3BucketPolicyException", "closed"):
        trail.update_trail(Name="everything", S3BucketName="closed", IsMultiRegionTrail=True)

    found = trail.get_trail(Name="everything")["Trail"]
    assert (found["S3BucketName"], found["IsMultiRegionTrail"]) == (f"trail-{PRODUCER}", False)


def test_a_change_leaves_what_it_does_not_name(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER)

    changed = trail.update_trail(Name="everything", IsMultiRegionTrail=True)

    assert changed["IsMultiRegionTrail"]
    assert changed["S3BucketName"] == f"trail-{PRODUCER}"
    with refused("InvalidParameterCombinationException", "global service events"):
        trail.update_trail(Name="everything", IncludeGlobalServiceEvents=False)


def test_tags_are_kept_with_a_trail(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER, TagsList=[{"Key": "team", "Value": "audit"}])
    trail.add_tags(ResourceId=ARN, TagsList=[{"Key": "cost", "Value": "1"}])
    trail.remove_tags(ResourceId=ARN, TagsList=[{"Key": "team"}])

    (found,) = trail.list_tags(ResourceIdList=[ARN])["ResourceTagList"]

    assert found == {"ResourceId": ARN, "TagsList": [{"Key": "cost", "Value": "1"}]}


def test_selectors_are_read_back(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER)
    wanted = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}
    trail.put_event_selectors(TrailName="everything", EventSelectors=[wanted])

    (found,) = trail.get_event_selectors(TrailName="everything")["EventSelectors"]

    assert (found["ReadWriteType"], found["IncludeManagementEvents"]) == ("WriteOnly", True)
    assert trail.get_trail(Name="everything")["Trail"]["HasCustomEventSelectors"]
    with refused("InvalidEventSelectorsException"):
        trail.put_event_selectors(TrailName="everything", EventSelectors=[])


@pytest.mark.parametrize(
    ("option", "value"),
    [("EnableLogFileValidation", True), ("KmsKeyId", "alias/k"), ("IsOrganizationTrail", True)],
)
def test_what_is_not_served_is_named(client: MakeClient, option: str, value: object) -> None:
    with refused("NotImplemented", option):
        client("cloudtrail", PRODUCER).create_trail(
            Name="everything", S3BucketName="any", **{option: value}
        )


def test_data_events_are_not_served(client: MakeClient) -> None:
    trail = make_trail(client, PRODUCER)
    data = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]

    with refused("NotImplemented", "management events"):
        trail.put_event_selectors(TrailName="everything", EventSelectors=[{"DataResources": data}])


def test_a_trail_is_started_by_who_may_on_that_trail(client: MakeClient) -> None:
    make_trail(client, PRODUCER, logging=False)
    starter = make_role(client, PRODUCER, "starter", allow("cloudtrail:StartLogging", ARN))

    client("cloudtrail", starter).start_logging(Name="everything")

    with refused("AccessDeniedException", f"cloudtrail:StopLogging on resource: {ARN}"):
        client("cloudtrail", starter).stop_logging(Name="everything")
