"""Messages by which governance's functions wake each other and the consumers' accounts."""

import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import boto3

from mesh.naming.names import Names

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sqs import SQSClient


class Messages:
    """Wakes registrar, reconciler and, in other accounts, the links function."""

    def __init__(self, queues: "SQSClient", events: "EventBridgeClient", names: Names) -> None:
        self._queues = queues
        self._events = events
        self._names = names

    @classmethod
    def connect(cls, names: Names) -> "Messages":
        """Use the function's own role and region."""
        return cls(boto3.client("sqs"), boto3.client("events"), names)

    def register(self, ticket_id: str) -> None:
        """Hand a ticket to the registrar."""
        self._send("mesh-registrar.fifo", {"ticket": ticket_id}, ticket_id)

    def reconcile(self, reason: str, subscription: str | None = None) -> None:
        """Wake the reconciler; with a subscription it looks at that one's tables only."""
        body = {"reason": reason} | ({"subscription": subscription} if subscription else {})
        self._send("mesh-reconciler.fifo", body, uuid.uuid4().hex)

    def scan(self, file: Mapping[str, Any], account: str, *, again: bool = False) -> None:
        """Hand a landed file version to the scanner again, as S3's own event would.

        Args:
            file: its record in the ledger.
            account: of its domain.
            again: whether to judge it even if it is published.
        """
        landed = {
            "key": file["key"],
            "version-id": file["version_id"],
            "sequencer": file["sequencer"],
        }
        event = {
            "source": "aws.s3",
            "detail-type": "Object Created",
            "account": account,
            "detail": {"bucket": {"name": file["bucket"]}, "object": landed, "again": again},
        }
        self._queues.send_message(
            QueueUrl=self._names.queue_url("mesh-scanner"),
            MessageBody=json.dumps(event),
            # One domain's backlog starves nobody: the queue is fair by account.
            MessageGroupId=account,
        )

    def links_changed(self, account: str) -> list[str]:
        """Wake the links function of an account; gives what went wrong, as EventBridge says it."""
        answer = self._events.put_events(
            Entries=[
                {
                    "Source": "mesh.governance",
                    "DetailType": "LinksChanged",
                    "Detail": json.dumps({"account": account}),
                    "EventBusName": self._names.bus_arn(account),
                }
            ]
        )
        return [
            f"waking {account}: {entry.get('ErrorMessage', entry['ErrorCode'])}"
            for entry in answer["Entries"]
            if entry.get("ErrorCode")
        ]

    def _send(self, queue: str, body: dict[str, str], cause: str) -> None:
        self._queues.send_message(
            QueueUrl=self._names.queue_url(queue),
            MessageBody=json.dumps(body),
            MessageGroupId="governance",
            MessageDeduplicationId=cause,
        )
