"""Messages of a queue as Lambda hands them to a function, and what it answers about them."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any


def to_record(message: Mapping[str, Any], queue_arn: str) -> dict[str, Any]:
    """One record of an SQS event."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {k: str(v) for k, v in message.get("Attributes", {}).items()},
        "messageAttributes": {
            name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }


def failed_receipts(batch: Sequence[Mapping[str, Any]], answer: bytes) -> set[str]:
    """Receipts of the messages that a function reports as failed.

    An answer that names a message that was not in the batch, or that is no such report, fails the
    whole batch, as on AWS; an empty one fails nothing.
    """
    everything = {str(message["ReceiptHandle"]) for message in batch}
    receipts = {message["MessageId"]: str(message["ReceiptHandle"]) for message in batch}
    try:
        report = json.loads(answer or b"null")
    except json.JSONDecodeError:
        return everything
    if report is None:
        return set()
    failures = report.get("batchItemFailures") if isinstance(report, Mapping) else None
    if failures is None:
        return set() if isinstance(report, Mapping) else everything
    failed = set()
    for failure in failures:
        receipt = receipts.get(failure.get("itemIdentifier") if failure else None)
        if receipt is None:
            return everything
        failed.add(receipt)
    return failed


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    attribute: dict[str, Any] = {
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value["DataType"],
    }
    if "StringValue" in value:
        attribute["stringValue"] = value["StringValue"]
    if "BinaryValue" in value:
        attribute["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode()
    return attribute
