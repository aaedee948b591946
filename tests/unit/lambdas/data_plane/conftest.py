"""Governance and one producer on the embedded AWS; the handlers run in this process."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from emulator.accounts import Organisation, Seed
from emulator.cloud import Cloud
from emulator.server import start
from lambdas.publisher import handler as publisher
from lambdas.scanner import handler as scanner
from lambdas.sweep import handler as sweep
from mesh.aws.reading_world import WorkerParsing, connect
from tests.unit.mesh.publishing.fakes import FLEET, LANDING, NAMES, planes

QUEUES = ("mesh-scanner", "mesh-publisher.fifo", "mesh-reconciler.fifo")


@dataclass
class Lake:
    """Two accounts and their clients."""

    cloud: Cloud

    def client(self, service: str, account: str) -> Any:  # noqa: ANN401
        """Client of an account's administrator."""
        credentials = self.cloud.administrator(account)
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=NAMES.region,
            endpoint_url=self.cloud.endpoint,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
        )

    def land(self, key: str, content: bytes) -> dict[str, Any]:
        """Put a file as the domain does; give the event that S3 sends."""
        s3 = self.client("s3", FLEET.account)
        version = s3.put_object(Bucket=LANDING, Key=key, Body=content)["VersionId"]
        self._landed = getattr(self, "_landed", 0) + 1
        landed = {"key": key, "version-id": version, "sequencer": f"{self._landed:016X}"}
        return {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "account": FLEET.account,
            "detail": {"bucket": {"name": LANDING}, "object": landed},
        }

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """Take everything that waits in a queue."""
        sqs = self.client("sqs", NAMES.governance_account)
        taken: list[dict[str, Any]] = []
        while True:
            found = sqs.receive_message(
                QueueUrl=NAMES.queue_url(queue), MaxNumberOfMessages=10, VisibilityTimeout=600
            ).get("Messages", [])
            if not found:
                return taken
            for message in found:
                sqs.delete_message(
                    QueueUrl=NAMES.queue_url(queue), ReceiptHandle=message["ReceiptHandle"]
                )
            taken += [json.loads(message["Body"]) for message in found]

    def tags(self, event: dict[str, Any]) -> dict[str, str]:
        """Tags of a landed version."""
        landed = event["detail"]["object"]
        found = self.client("s3", FLEET.account).get_object_tagging(
            Bucket=LANDING, Key=landed["key"], VersionId=landed["version-id"]
        )
        return {tag["Key"]: tag["Value"] for tag in found["TagSet"]}


def batch(*bodies: dict[str, Any]) -> dict[str, Any]:
    """An event of SQS for a function."""
    return {
        "Records": [
            {"messageId": f"m{place}", "body": json.dumps(body)}
            for place, body in enumerate(bodies)
        ]
    }


@pytest.fixture
def lake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lake]:
    members = frozenset({NAMES.governance_account, FLEET.account})
    organisation = Organisation(
        id="o-airmesh0001", management_account="100000000000", members=members
    )
    with start(seed=Seed(organisation=organisation)) as running:
        lake = Lake(running.cloud)
        _make_producer(lake)
        _make_governance(lake)
        _become_governance(lake, monkeypatch)
        yield lake
        _stop_worker()
    for made in (connect, scanner._scanner, publisher._publisher, sweep._sweep):
        made.cache_clear()


def _stop_worker() -> None:
    parsing = connect().parsing
    assert isinstance(parsing, WorkerParsing)
    parsing.close()


def _make_producer(lake: Lake) -> None:
    s3 = lake.client("s3", FLEET.account)
    for zone in ("landing", "published", "quarantine"):
        bucket = NAMES.bucket(zone, FLEET.account)
        s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": NAMES.region}
        )
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        allowed = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{NAMES.governance_account}:root"},
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        }
        policy = {"Version": "2012-10-17", "Statement": [allowed]}
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    sns = lake.client("sns", FLEET.account)
    topic = sns.create_topic(Name="mesh-alerts")["TopicArn"]
    sns.set_topic_attributes(
        TopicArn=topic,
        AttributeName="Policy",
        AttributeValue=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{NAMES.governance_account}:root"},
                        "Action": "sns:Publish",
                        "Resource": topic,
                    }
                ],
            }
        ),
    )


def _make_governance(lake: Lake) -> None:
    sqs = lake.client("sqs", NAMES.governance_account)
    for queue in QUEUES:
        fifo = {"FifoQueue": "true"} if queue.endswith(".fifo") else {}
        sqs.create_queue(QueueName=queue, Attributes=fifo)
    lake.client("sns", NAMES.governance_account).create_topic(Name="mesh-alerts")
    lake.client("glue", NAMES.governance_account).create_database(DatabaseInput={"Name": "fleet"})
    dynamo = lake.client("dynamodb", NAMES.governance_account)
    names = ("pk", "sk", "gsi_pk", "gsi_sk")
    dynamo.create_table(
        TableName="mesh-registry",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names],
        KeySchema=_key("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-state",
                "KeySchema": _key("gsi_pk", "gsi_sk"),
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    _put(dynamo, pk="DOMAIN", sk="fleet", account=FLEET.account, state="registered")
    _put(
        dynamo,
        pk="PRODUCT#fleet/planes",
        sk="CONTRACT#0001",
        contract=planes().to_json(),
        version="1.0.0",
        state="active",
        table_state="none",
        gsi_pk="PRODUCTS",
        gsi_sk="fleet/planes@1",
    )


def _put(dynamo: Any, **fields: str) -> None:  # noqa: ANN401
    item = {name: {"S": value} for name, value in fields.items()}
    dynamo.put_item(TableName="mesh-registry", Item=item)


def _key(first: str, second: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": first, "KeyType": "HASH"},
        {"AttributeName": second, "KeyType": "RANGE"},
    ]


def _become_governance(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = lake.cloud.administrator(NAMES.governance_account)
    environment = NAMES.to_environment() | {
        "AWS_REGION": NAMES.region,
        "AWS_DEFAULT_REGION": NAMES.region,
        "AWS_ENDPOINT_URL": lake.cloud.endpoint,
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
    }
    # boto3 remembers the credentials of its first client.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
