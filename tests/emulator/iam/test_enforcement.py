"""A role does what its policies allow and nothing else, in its own account too."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Statement, allow, deny, make_role, policy
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient
from tests.emulator.iam.things import (
    GROUP,
    ITEM,
    QUERY,
    QUEUE,
    ROLE,
    TABLE,
    TOPIC,
    make_things,
    of,
    url,
)

Act = Callable[[BotoClient], object]
READS_ITEM: Act = lambda client: client.get_item(TableName="registry", Key=ITEM)  # noqa: E731


@pytest.fixture(autouse=True)
def things(client: MakeClient) -> None:
    make_things(client)


@pytest.mark.parametrize(
    ("service", "act", "enough", "code"),
    [
        ("dynamodb", READS_ITEM, allow("dynamodb:GetItem", TABLE), "AccessDeniedException"),
        (
            "dynamodb",
            lambda c: c.query(TableName="registry", **QUERY),
            allow(
                "dynamodb:Query",
                TABLE,
                Condition={"ForAllValues:StringLike": {"dynamodb:LeadingKeys": "PRODUCTS#*"}},
            ),
            "AccessDeniedException",
        ),
        (
            "dynamodb",
            lambda c: c.batch_get_item(RequestItems={"registry": {"Keys": [ITEM]}}),
            allow("dynamodb:BatchGetItem", TABLE),
            "AccessDeniedException",
        ),
        (
            "dynamodb",
            lambda c: c.transact_write_items(
                TransactItems=[{"Put": {"TableName": "registry", "Item": ITEM}}]
            ),
            allow("dynamodb:PutItem", TABLE),
            "AccessDeniedException",
        ),
        (
            "sqs",
            lambda c: c.send_message(QueueUrl=url(c), MessageBody="x"),
            allow("sqs:SendMessage", QUEUE),
            "AccessDenied",
        ),
        (
            "sqs",
            lambda c: c.send_message_batch(
                QueueUrl=url(c), Entries=[{"Id": "1", "MessageBody": "x"}]
            ),
            allow("sqs:SendMessage", QUEUE),
            "AccessDenied",
        ),
        (
            "sqs",
            lambda c: c.receive_message(QueueUrl=url(c)),
            allow("sqs:ReceiveMessage", QUEUE),
            "AccessDenied",
        ),
        (
            "sqs",
            lambda c: c.get_queue_url(QueueName="scanner"),
            allow("sqs:GetQueueUrl", QUEUE),
            "AccessDenied",
        ),
        (
            "sns",
            lambda c: c.subscribe(TopicArn=TOPIC, Protocol="email", Endpoint="a@example.org"),
            allow("sns:Subscribe", TOPIC, Condition={"StringEquals": {"sns:Protocol": "email"}}),
            "AuthorizationError",
        ),
        (
            "ssm",
            lambda c: c.get_parameter(Name="/mesh/api"),
            allow("ssm:GetParameter", of("ssm", "parameter/mesh/api")),
            "AccessDeniedException",
        ),
        (
            "logs",
            lambda c: c.create_log_stream(logGroupName="/aws/lambda/scanner", logStreamName="a"),
            allow("logs:CreateLogStream", f"{GROUP}:*"),
            "AccessDeniedException",
        ),
        (
            "logs",
            lambda c: c.list_tags_for_resource(resourceArn=GROUP),
            allow("logs:ListTagsForResource", GROUP),
            "AccessDeniedException",
        ),
        (
            "cloudwatch",
            lambda c: c.put_metric_data(
                Namespace="mesh", MetricData=[{"MetricName": "m", "Value": 1}]
            ),
            allow(
                "cloudwatch:PutMetricData",
                Condition={"StringEquals": {"cloudwatch:namespace": "mesh"}},
            ),
            "AccessDeniedException",
        ),
        (
            "ecr",
            lambda c: c.describe_repositories(),
            allow("ecr:DescribeRepositories", of("ecr", "repository/*")),
            "AccessDeniedException",
        ),
        (
            "iam",
            lambda c: c.get_role(RoleName="worker"),
            allow("iam:GetRole", f"{ROLE}worker"),
            "AccessDenied",
        ),
        ("iam", lambda c: c.list_roles(), allow("iam:ListRoles"), "AccessDenied"),
        ("kms", lambda c: c.create_key(), allow("kms:CreateKey"), "AccessDeniedException"),
        ("s3", lambda c: c.list_buckets(), allow("s3:ListAllMyBuckets"), "AccessDenied"),
    ],
)
def test_a_call_needs_its_right(
    client: MakeClient, service: str, act: Act, enough: Statement, code: str
) -> None:
    unlike = {**enough, "Action": f"{service}:NothingOfTheKind"}
    without = make_role(client, PRODUCER, "idle", unlike)
    role = make_role(client, PRODUCER, "worker", enough)

    act(client(service, role))

    with pytest.raises(ClientError, match="because no identity-based policy allows the") as refused:
        act(client(service, without))
    assert refused.value.response["Error"]["Code"] == code


def test_a_resource_policy_alone_lets_a_role_of_the_account_in(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker")
    opened = policy(allow("sqs:SendMessage", QUEUE, Principal={"AWS": role}))
    sqs = client("sqs", PRODUCER)
    sqs.set_queue_attributes(QueueUrl=url(sqs), Attributes={"Policy": opened})

    assert client("sqs", role).send_message(QueueUrl=url(sqs), MessageBody="x")["MessageId"]


def test_an_administrator_obeys_the_deny_of_a_resource(client: MakeClient) -> None:
    sqs = client("sqs", PRODUCER)
    locked = policy({**deny("sqs:SendMessage", QUEUE), "Principal": "*"})
    sqs.set_queue_attributes(QueueUrl=url(sqs), Attributes={"Policy": locked})

    with pytest.raises(ClientError) as refused:
        sqs.send_message(QueueUrl=url(sqs), MessageBody="x")

    assert refused.value.response["Error"]["Message"] == (
        f"User: arn:aws:iam::{PRODUCER}:root is not authorized to perform: sqs:sendmessage on "
        f"resource: {QUEUE} with an explicit deny in a resource-based policy"
    )
