"""SQS. Source: Service Authorization Reference, "Amazon SQS"."""

import re
from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.keys_in_use import READING, WRITING, with_key
from emulator.iam.actions.need import Actions, Need, arn, asks, own, same_name, together

_URL = re.compile(r"(?:https?://[^/]+/)?(?P<account>\d{12})/(?P<name>[^/]+)$")
_ON_QUEUES = (
    *("ChangeMessageVisibility", "DeleteMessage", "DeleteQueue", "GetQueueAttributes"),
    *("GetQueueUrl", "ListDeadLetterSourceQueues", "ListQueueTags", "PurgeQueue"),
    *("SetQueueAttributes", "TagQueue", "UntagQueue"),
)


def queue(call: Call) -> Iterable[str]:
    """The queue that a URL or a name means, in whichever account."""
    url, name = str(call.parameters.get("QueueUrl", "")), call.parameters.get("QueueName")
    found = _URL.fullmatch(url)
    if found:
        return (arn("sqs", found["name"], call, account=found["account"]),)
    owner = call.parameters.get("QueueOwnerAWSAccountId")
    return (arn("sqs", str(name or url.rsplit("/", 1)[-1]), call, account=owner),)


def _tags(call: Call) -> Iterable[Need]:
    tagged = call.parameters.get("tags")
    return [Need(action="sqs:TagQueue", resource=one) for one in queue(call) if tagged]


ACTIONS: Actions = {
    **same_name("sqs", queue, _ON_QUEUES),
    "ChangeMessageVisibilityBatch": asks("sqs:ChangeMessageVisibility", queue),
    "CreateQueue": together(asks("sqs:CreateQueue", queue), _tags),
    "DeleteMessageBatch": asks("sqs:DeleteMessage", queue),
    "ListQueues": asks("sqs:ListQueues", own("sqs", "")),
    "ReceiveMessage": together(asks("sqs:ReceiveMessage", queue), with_key(queue, READING)),
    "SendMessage": together(asks("sqs:SendMessage", queue), with_key(queue, WRITING)),
    "SendMessageBatch": together(asks("sqs:SendMessage", queue), with_key(queue, WRITING)),
}
