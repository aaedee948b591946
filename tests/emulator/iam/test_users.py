"""A user's key does what the user's and its groups' policies allow, as long as it is active."""

import pytest
from botocore.exceptions import ClientError

from emulator.credentials import Credentials
from tests.emulator.arrange import (
    Json,
    Statement,
    allow,
    deny,
    make_bucket,
    make_role,
    policy,
    trust,
)
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient

ANA = f"arn:aws:iam::{PRODUCER}:user/team/ana"


@pytest.fixture
def iam(client: MakeClient) -> BotoClient:
    return client("iam", PRODUCER)


def make_user(iam: BotoClient, *statements: Statement, **more: Json) -> Credentials:
    iam.create_user(UserName="ana", Path="/team/", **more)
    if statements:
        document = policy(*statements)
        iam.put_user_policy(UserName="ana", PolicyName="inline", PolicyDocument=document)
    made = iam.create_access_key(UserName="ana")["AccessKey"]
    return Credentials(access_key=made["AccessKeyId"], secret_key=made["SecretAccessKey"])


def test_a_user_is_known_by_its_own_arn(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam)

    told = client("sts", user).get_caller_identity()

    assert (told["Arn"], told["Account"]) == (ANA, PRODUCER)
    assert told["UserId"] == iam.get_user(UserName="ana")["User"]["UserId"]


def test_a_user_does_what_its_policies_allow(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam, allow("sqs:ListQueues"))

    client("sqs", user).list_queues()

    told = f"User: {ANA} is not authorized to perform: SNS:ListTopics"
    with pytest.raises(ClientError, match=told):
        client("sns", user).list_topics()


def test_a_user_does_what_its_groups_may_and_no_more(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam)
    iam.create_group(GroupName="readers")
    document = policy(allow(["sqs:ListQueues", "sns:ListTopics"]), deny("sns:*"))
    iam.put_group_policy(GroupName="readers", PolicyName="inline", PolicyDocument=document)
    with pytest.raises(ClientError, match="no identity-based policy"):
        client("sqs", user).list_queues()

    iam.add_user_to_group(GroupName="readers", UserName="ana")

    client("sqs", user).list_queues()
    with pytest.raises(ClientError, match="with an explicit deny in an identity-based policy"):
        client("sns", user).list_topics()


def test_a_managed_policy_of_aws_reaches_a_user(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam)

    iam.attach_user_policy(UserName="ana", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")

    client("sqs", user).list_queues()


@pytest.mark.parametrize("change", ["inactive", "deleted"])
def test_a_key_that_is_put_aside_opens_nothing(
    client: MakeClient, iam: BotoClient, change: str
) -> None:
    user = make_user(iam, allow("sqs:ListQueues"))
    key = {"UserName": "ana", "AccessKeyId": user.access_key}

    if change == "inactive":
        iam.update_access_key(**key, Status="Inactive")
    else:
        iam.delete_access_key(**key)

    with pytest.raises(ClientError, match="security token included in the request is invalid"):
        client("sqs", user).list_queues()


def test_conditions_know_a_user_by_name_type_and_tags(client: MakeClient, iam: BotoClient) -> None:
    known = {
        "StringEquals": {
            "aws:username": "ana",
            "aws:PrincipalType": "User",
            "aws:PrincipalTag/team": "one",
        },
        "Null": {"aws:TokenIssueTime": "true", "aws:MultiFactorAuthPresent": "true"},
        "ArnEquals": {"aws:PrincipalArn": ANA},
    }
    tags = [{"Key": "team", "Value": "one"}]
    user = make_user(iam, allow("sqs:ListQueues", Condition=known), Tags=tags)

    client("sqs", user).list_queues()


def test_a_bucket_that_names_a_user_is_enough_within_its_account(
    client: MakeClient, iam: BotoClient
) -> None:
    user = make_user(iam)
    opened = policy(allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal={"AWS": ANA}))
    make_bucket(client, PRODUCER, "zone", opened).put_object(Bucket="zone", Key="k", Body=b"x")

    assert client("s3", user).get_object(Bucket="zone", Key="k")["Body"].read() == b"x"


def test_a_user_becomes_a_role_of_another_account(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam, allow("sts:AssumeRole"))
    role = make_role(client, CONSUMER, "reader", trusts=trust({"AWS": ANA}))

    given = client("sts", user).assume_role(RoleArn=role, RoleSessionName="session")

    assert given["AssumedRoleUser"]["Arn"].endswith("assumed-role/reader/session")


def test_a_user_made_again_is_another(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam)
    opened = policy(allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal={"AWS": ANA}))
    make_bucket(client, PRODUCER, "zone", opened).put_object(Bucket="zone", Key="k", Body=b"x")
    with pytest.raises(ClientError, match="DeleteConflict"):
        iam.delete_user(UserName="ana")
    iam.delete_access_key(UserName="ana", AccessKeyId=user.access_key)
    iam.delete_user(UserName="ana")

    again = make_user(iam)

    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", again).get_object(Bucket="zone", Key="k")


def test_a_user_asks_for_itself_without_its_name(client: MakeClient, iam: BotoClient) -> None:
    user = make_user(iam, allow("iam:GetUser", ANA))

    assert client("iam", user).get_user()["User"]["Arn"] == ANA

    with pytest.raises(ClientError, match="on resource: user other because no identity"):
        client("iam", user).get_user(UserName="other")


def test_a_boundary_of_a_user_is_refused_by_name(iam: BotoClient) -> None:
    with pytest.raises(ClientError, match="boundaries of users are not part"):
        iam.create_user(
            UserName="ana", PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess"
        )
