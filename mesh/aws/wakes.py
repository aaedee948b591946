"""Queues between the functions of governance, and the topics that tell people."""

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import boto3

from mesh.naming import Names
from mesh.publishing.landing import ObjectVersion

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

_SUBJECT_LIMIT = 100


class SqsQueues:
    """``Queues`` over governance's queues."""

    def __init__(self, client: "SQSClient", names: Names) -> None:
        self._client = client
        self._names = names

    @classmethod
    def connect(cls, names: Names) -> "SqsQueues":
        """Use the function's own role and region."""
        return cls(boto3.client("sqs"), names)

    def scan(self, file: ObjectVersion, account: str) -> None:
        """Hand a version to the scanner, in the form of S3's own event."""
        self._client.send_message(
            QueueUrl=self._names.queue_url("mesh-scanner"),
            MessageBody=json.dumps(file.to_event(account)),
            # One domain's backlog starves nobody: the queue is fair by account.
            MessageGroupId=account,
        )

    def scan_again(self, receipt: str) -> None:
        """Make a message visible now; it counts as received all the same."""
        self._client.change_message_visibility(
            QueueUrl=self._names.queue_url("mesh-scanner"),
            ReceiptHandle=receipt,
            VisibilityTimeout=0,
        )

    def publish(self, domain: str, product: str, cause: str, file_id: str = "") -> None:
        """Wake the publisher; the same cause wakes it once."""
        body = {"domain": domain, "product": product, "file": file_id}
        self._send("mesh-publisher.fifo", f"{domain}/{product}", body, cause)

    def reconcile(self, reason: str, cause: str) -> None:
        """Wake the reconciler."""
        self._send("mesh-reconciler.fifo", "governance", {"reason": reason}, cause)

    def _send(self, queue: str, group: str, body: dict[str, str], cause: str) -> None:
        self._client.send_message(
            QueueUrl=self._names.queue_url(queue),
            MessageBody=json.dumps(body),
            MessageGroupId=group,
            MessageDeduplicationId=hashlib.sha256(f"{group} {cause}".encode()).hexdigest(),
        )


class SnsAlerts:
    """``Alerts`` over the topics of the domain and of governance."""

    def __init__(self, client: "SNSClient", names: Names) -> None:
        self._client = client
        self._names = names

    @classmethod
    def connect(cls, names: Names) -> "SnsAlerts":
        """Use the function's own role and region."""
        return cls(boto3.client("sns"), names)

    def alert(self, account: str, subject: str, content: dict[str, object]) -> None:
        """Tell the domain's account and governance."""
        for told in dict.fromkeys((account, self._names.governance_account)):
            self._client.publish(
                TopicArn=self._names.topic_arn(told),
                Subject=subject[:_SUBJECT_LIMIT],
                Message=json.dumps(content),
            )


class UtcClock:
    """``Clock`` of the machine."""

    def now(self) -> str:
        """ISO 8601 in UTC, with microseconds."""
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
