"""What an account has before a call is decided: one queue, topic, table, parameter, log group."""

from typing import Any

from emulator.credentials import Credentials
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient

REGION = "eu-central-1"


def of(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{PRODUCER}:{rest}"


ROLE = f"arn:aws:iam::{PRODUCER}:role/"
TABLE = of("dynamodb", "table/registry")
QUEUE = of("sqs", "scanner")
TOPIC = of("sns", "alerts")
GROUP = of("logs", "log-group:/aws/lambda/scanner")
ITEM = {"pk": {"S": "PRODUCTS#a"}}
QUERY = {
    "KeyConditionExpression": "#k = :k",
    "ExpressionAttributeNames": {"#k": "pk"},
    "ExpressionAttributeValues": {":k": {"S": "PRODUCTS#a"}},
}


def make_things(client: MakeClient) -> None:
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


def session_of(answer: Any) -> Credentials:  # noqa: ANN401 - boto3's
    given = answer["Credentials"]
    return Credentials(
        access_key=given["AccessKeyId"],
        secret_key=given["SecretAccessKey"],
        session_token=given["SessionToken"],
    )
