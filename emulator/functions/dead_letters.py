"""Where events go that a function failed on."""

import logging
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError
from emulator.functions.asynchronous import Queued

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_log = logging.getLogger(__name__)
_MAX_MESSAGE = 1024


def hand_over(cloud: "Cloud", call: Queued, *, error: str) -> None:
    """Send an event to its function's dead letters, as its role; say so if it is lost."""
    function = call.function
    target = function.dead_letters
    if not target:
        _log.warning("%s failed for good and has no dead letters", function.place.arn)
        return
    attributes = {
        "RequestID": {"DataType": "String", "StringValue": call.request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": error[:_MAX_MESSAGE]},
    }
    try:
        credentials = cloud.session(function.role, function.place.name)
        body = call.payload.decode()
        _send(cloud, target, credentials.access_key, body, attributes)
    except AwsError as refused:
        _log.warning(
            "an event of %s is lost: %s refuses it: %s", function.place.arn, target, refused
        )


def _send(
    cloud: "Cloud", target: str, access_key: str, body: str, attributes: dict[str, Any]
) -> None:
    service, region, account, name = target.split(":", 5)[2:6]
    principal = cloud.principal_of(access_key)
    if service == "sqs":
        cloud.authorise(principal, "sqs:SendMessage", target)
        url = f"{cloud.endpoint}/{account}/{name}"
        message = {"QueueUrl": url, "MessageBody": body, "MessageAttributes": attributes}
        cloud.moto("sqs", "SendMessage", message, account=account, region=region)
        return
    cloud.authorise(principal, "sns:Publish", target)
    cloud.client("sns", cloud.administrator(account), region).publish(
        TopicArn=target, Message=body, MessageAttributes=attributes
    )
