"""A role does what its policies allow and nothing else, in its own account too."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.credentials import Credentials
from tests.emulator.arrange import Statement, allow, deny, make_role, policy, trust
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient

REGION = "eu-central-1"
Act = Callable[[BotoClient], object]


def of(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{PRODUCER}:{rest}"


ROLE = f"arn:aws:iam::{PRODUCER}:role/"
TABLE = of("dynamodb", "table/registry")
QUEUE = of("sqs", "scanner")
TOPIC = of("sns", "alerts")
GROUP = of("logs", "log-group:/aws/lambda/scanner")
ITEM = {"pk": {"S": "PRODUCTS#a"}}
READS_ITEM: Act = lambda client: client.get_item(TableName="registry", Key=ITEM)  # noqa: E731
QUERY = {
    "KeyConditionExpression": "#k = :k",
    "ExpressionAttributeNames": {"#k": "pk"},
    "ExpressionAttributeValues": {":k": {"S": "PRODUCTS#a"}},
}


@pytest.fixture(autouse=True)
def things(client: MakeClient) -> None:
    client("sqs", PRODUCER).create_queue(QueueName="scanner")
    client("sns", PRODUCER).create_topic(Name="alerts")
    client("ssm", PRODUCER).put_parameter(Name="/mesh/api", Value="v", Type="String")
    client("logs", PRODUCER).create_log_group(logGroupName="/aws/lambda/scanner")
    key = {"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}
    client("dynamodb", PRODUCER).create_table(
        TableName="registry",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        **key,
    )


def url(client: BotoClient) -> str:
    return f"{client.meta.endpoint_url}/{PRODUCER}/scanner"


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


def test_an_items_leading_key_bounds_what_is_read(client: MakeClient) -> None:
    only = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": "DOMAINS#*"}}
    role = make_role(client, PRODUCER, "worker", allow("dynamodb:*", TABLE, Condition=only))

    for act in (READS_ITEM, lambda c: c.query(TableName="registry", **QUERY)):
        with pytest.raises(ClientError, match="AccessDenied"):
            act(client("dynamodb", role))
    client("dynamodb", role).get_item(TableName="registry", Key={"pk": {"S": "DOMAINS#a"}})


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


def session_of(answer: Any) -> Credentials:  # noqa: ANN401 - boto3's
    given = answer["Credentials"]
    return Credentials(
        access_key=given["AccessKeyId"],
        secret_key=given["SecretAccessKey"],
        session_token=given["SessionToken"],
    )


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


@pytest.mark.parametrize(
    ("statements", "works"),
    [(("kms:Decrypt", "kms:GenerateDataKey"), True), (("kms:Decrypt",), False)],
)
def test_a_message_for_an_encrypted_queue_needs_its_key(
    client: MakeClient, statements: tuple[str, ...], *, works: bool
) -> None:
    key = client("kms", PRODUCER).create_key()["KeyMetadata"]["Arn"]
    sqs = client("sqs", PRODUCER)
    sqs.set_queue_attributes(QueueUrl=url(sqs), Attributes={"KmsMasterKeyId": key})
    via = {"StringEquals": {"kms:ViaService": f"sqs.{REGION}.amazonaws.com"}}
    sends = allow("sqs:SendMessage", QUEUE)
    role = make_role(client, PRODUCER, "worker", sends, allow(statements, key, Condition=via))

    if works:
        client("sqs", role).send_message(QueueUrl=url(sqs), MessageBody="x")
    else:
        with pytest.raises(ClientError, match="kms:GenerateDataKey"):
            client("sqs", role).send_message(QueueUrl=url(sqs), MessageBody="x")


def test_a_key_without_its_account_locks_even_the_administrator_out(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", allow("kms:*"))
    alone = policy(allow("kms:Encrypt", Principal={"AWS": role}))
    kms = client("kms", PRODUCER)
    key = kms.create_key(Policy=alone, BypassPolicyLockoutSafetyCheck=True)["KeyMetadata"]["Arn"]

    assert client("kms", role).encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]

    for who in (PRODUCER, role):
        with pytest.raises(ClientError, match="no resource-based policy allows"):
            client("kms", who).describe_key(KeyId=key)


def test_a_ciphertext_names_the_key_whose_right_it_needs(client: MakeClient) -> None:
    kms = client("kms", PRODUCER)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    may = make_role(client, PRODUCER, "worker", allow("kms:Decrypt", key))
    may_not = make_role(client, PRODUCER, "idle", allow("kms:Encrypt", key))

    assert client("kms", may).decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"
    with pytest.raises(ClientError, match="kms:Decrypt"):
        client("kms", may_not).decrypt(CiphertextBlob=sealed)


def test_a_session_policy_bounds_every_service(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", allow(["ssm:*", "sqs:*"]))
    document = json.dumps({"Statement": [allow("ssm:GetParameter")]})
    sts = client("sts", PRODUCER)

    session = session_of(sts.assume_role(RoleArn=role, RoleSessionName="bounded", Policy=document))

    client("ssm", session).get_parameter(Name="/mesh/api")
    with pytest.raises(ClientError, match="because no session policy allows the sqs:listqueues"):
        client("sqs", session).list_queues()
