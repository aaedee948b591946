"""What a request brings decides: its items, tags, boundary, and the session that sends it."""

import json
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import allow, make_role, policy, trust
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient
from tests.emulator.iam.things import (
    GROUP,
    ITEM,
    QUERY,
    ROLE,
    TABLE,
    TOPIC,
    make_things,
    of,
    session_of,
    url,
)

Act = Callable[[BotoClient], object]


@pytest.fixture(autouse=True)
def things(client: MakeClient) -> None:
    make_things(client)


def test_an_items_leading_key_bounds_what_is_read(client: MakeClient) -> None:
    only = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": "DOMAINS#*"}}
    role = make_role(client, PRODUCER, "worker", allow("dynamodb:*", TABLE, Condition=only))

    dynamodb = client("dynamodb", role)

    with pytest.raises(ClientError, match="AccessDenied"):
        dynamodb.get_item(TableName="registry", Key=ITEM)
    with pytest.raises(ClientError, match="AccessDenied"):
        dynamodb.query(TableName="registry", **QUERY)
    dynamodb.get_item(TableName="registry", Key={"pk": {"S": "DOMAINS#a"}})


def test_a_transaction_needs_the_right_of_each_of_its_items(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", allow("dynamodb:PutItem", TABLE))
    check = {"TableName": "registry", "Key": ITEM, "ConditionExpression": "attribute_exists(pk)"}

    with pytest.raises(ClientError, match="dynamodb:ConditionCheckItem"):
        client("dynamodb", role).transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "registry", "Item": {"pk": {"S": "b"}}}},
                {"ConditionCheck": check},
            ]
        )


def test_a_role_is_made_only_within_the_boundary_that_a_policy_asks_for(
    client: MakeClient,
) -> None:
    iam = client("iam", PRODUCER)
    boundary = iam.create_policy(PolicyName="most", PolicyDocument=policy(allow("s3:*")))
    arn = boundary["Policy"]["Arn"]
    bounded = {"ArnEquals": {"iam:PermissionsBoundary": arn}}
    maker = make_role(
        client,
        PRODUCER,
        "maker",
        allow(["iam:CreateRole", "iam:PutRolePolicy"], f"{ROLE}made/*", Condition=bounded),
    )
    wanted = {
        "RoleName": "reader",
        "Path": "/made/",
        "AssumeRolePolicyDocument": trust({"Service": "lambda.amazonaws.com"}),
    }

    with pytest.raises(ClientError, match="AccessDenied"):
        client("iam", maker).create_role(**wanted)
    client("iam", maker).create_role(**wanted, PermissionsBoundary=arn)
    client("iam", maker).put_role_policy(
        RoleName="reader", PolicyName="own", PolicyDocument=policy(allow("s3:GetObject"))
    )
    iam.delete_role_permissions_boundary(RoleName="reader")
    with pytest.raises(ClientError, match="AccessDenied"):
        client("iam", maker).put_role_policy(
            RoleName="reader", PolicyName="own", PolicyDocument=policy(allow("s3:GetObject"))
        )


def test_requested_tags_are_conditions(client: MakeClient) -> None:
    tagged = {"StringEquals": {"aws:RequestTag/team": "fleet"}}
    keys = {"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}
    rights = allow(["sqs:CreateQueue", "sqs:TagQueue"], Condition={**tagged, **keys})
    role = make_role(client, PRODUCER, "maker", rights)
    sqs = client("sqs", role)

    sqs.create_queue(QueueName="a", tags={"team": "fleet"})

    for tags in ({"team": "loyalty"}, {"team": "fleet", "more": "x"}, {}):
        with pytest.raises(ClientError, match="AccessDenied"):
            sqs.create_queue(QueueName="b", tags=tags)


def test_a_roles_tags_stand_in_policies(client: MakeClient) -> None:
    own = allow("ssm:GetParameter", of("ssm", "parameter/${aws:PrincipalTag/team}/*"))
    role = make_role(client, PRODUCER, "worker", own, Tags=[{"Key": "team", "Value": "mesh"}])
    other = make_role(client, PRODUCER, "stranger", own)

    client("ssm", role).get_parameter(Name="/mesh/api")

    with pytest.raises(ClientError, match="AccessDenied"):
        client("ssm", other).get_parameter(Name="/mesh/api")


@pytest.mark.parametrize(
    ("service", "tag", "act"),
    [
        (
            "sqs",
            lambda c: c.tag_queue(QueueUrl=url(c), Tags={"team": "mesh"}),
            lambda c: c.get_queue_attributes(QueueUrl=url(c)),
        ),
        (
            "sns",
            lambda c: c.tag_resource(ResourceArn=TOPIC, Tags=[{"Key": "team", "Value": "mesh"}]),
            lambda c: c.get_topic_attributes(TopicArn=TOPIC),
        ),
        (
            "dynamodb",
            lambda c: c.tag_resource(ResourceArn=TABLE, Tags=[{"Key": "team", "Value": "mesh"}]),
            lambda c: c.describe_table(TableName="registry"),
        ),
        (
            "logs",
            lambda c: c.tag_resource(resourceArn=GROUP, tags={"team": "mesh"}),
            lambda c: c.describe_log_streams(logGroupName="/aws/lambda/scanner"),
        ),
        (
            "ssm",
            lambda c: c.add_tags_to_resource(
                ResourceType="Parameter",
                ResourceId="/mesh/api",
                Tags=[{"Key": "team", "Value": "mesh"}],
            ),
            lambda c: c.get_parameter(Name="/mesh/api"),
        ),
        (
            "iam",
            lambda c: c.tag_role(RoleName="worker", Tags=[{"Key": "team", "Value": "mesh"}]),
            lambda c: c.get_role(RoleName="worker"),
        ),
    ],
)
def test_a_resources_tags_decide(client: MakeClient, service: str, tag: Act, act: Act) -> None:
    tagged = {"StringEquals": {"aws:ResourceTag/team": "mesh"}}
    role = make_role(client, PRODUCER, "worker", allow(f"{service}:*", Condition=tagged))

    with pytest.raises(ClientError, match="because no identity-based policy"):
        act(client(service, role))
    tag(client(service, PRODUCER))
    act(client(service, role))


def test_a_tag_that_is_not_kept_here_is_told_not_guessed(client: MakeClient) -> None:
    tagged = {"StringEquals": {"aws:ResourceTag/team": "mesh"}}
    role = make_role(client, PRODUCER, "worker", allow("cloudwatch:*", Condition=tagged))

    with pytest.raises(ClientError, match="this resource's tags are not known here"):
        client("cloudwatch", role).describe_alarms()


def test_a_sessions_own_tags_count_more_than_its_roles(client: MakeClient) -> None:
    own = allow("ssm:GetParameter", of("ssm", "parameter/${aws:PrincipalTag/team}/*"))
    trusts = policy(
        {
            "Effect": "Allow",
            "Principal": {"AWS": PRODUCER},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }
    )
    tags = [{"Key": "team", "Value": "fleet"}]
    role = make_role(client, PRODUCER, "worker", own, trusts=trusts, Tags=tags)
    asked = {"RoleArn": role, "RoleSessionName": "tagged"}
    sts = client("sts", PRODUCER)

    plain = session_of(sts.assume_role(**asked))
    tagged = session_of(sts.assume_role(**asked, Tags=[{"Key": "team", "Value": "mesh"}]))

    client("ssm", tagged).get_parameter(Name="/mesh/api")
    with pytest.raises(ClientError, match="AccessDenied"):
        client("ssm", plain).get_parameter(Name="/mesh/api")


def test_a_session_policy_bounds_every_service(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", allow(["ssm:*", "sqs:*"]))
    document = json.dumps({"Statement": [allow("ssm:GetParameter")]})
    sts = client("sts", PRODUCER)

    session = session_of(sts.assume_role(RoleArn=role, RoleSessionName="bounded", Policy=document))

    client("ssm", session).get_parameter(Name="/mesh/api")
    with pytest.raises(ClientError, match="because no session policy allows the sqs:listqueues"):
        client("sqs", session).list_queues()
