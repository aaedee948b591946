"""SQS: queues, and the policies on them."""

import json
from collections.abc import Iterable, Mapping

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order, removed_tags, tag_map

_ATTRIBUTES = (
    *("ContentBasedDeduplication", "DeduplicationScope", "DelaySeconds", "FifoQueue"),
    *("FifoThroughputLimit", "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId"),
    *("MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds"),
    *("RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled", "VisibilityTimeout"),
)
# What SQS takes for an attribute that a template does not name any more.
_DEFAULTS = {
    "ContentBasedDeduplication": "false",
    "DelaySeconds": "0",
    "KmsMasterKeyId": "",
    "MaximumMessageSize": "262144",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "RedriveAllowPolicy": "",
    "RedrivePolicy": "",
    "VisibilityTimeout": "30",
}


def _attributes(properties: Mapping[str, Json], names: Iterable[str]) -> dict[str, str]:
    return {name: _text(properties[name]) for name in names if name in properties}


def _text(value: Json) -> str:
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _create(order: Order) -> Made:
    name = order.name("QueueName", longest=75)
    fifo = order.properties.get("FifoQueue") and not name.endswith(".fifo")
    answer = order.client("sqs").create_queue(
        QueueName=f"{name}.fifo" if fifo else name,
        Attributes=_attributes(order.properties, _ATTRIBUTES),
        tags=tag_map(order.properties.get("Tags")),
    )
    return _queue(order, answer["QueueUrl"])


def _update(order: Order) -> Made:
    client, url = order.client("sqs"), order.physical_id
    changed = [name for name in _ATTRIBUTES if order.changed(name)]
    wanted = _attributes(order.properties, changed)
    for name in changed:
        wanted.setdefault(name, _DEFAULTS.get(name, ""))
    if wanted:
        client.set_queue_attributes(QueueUrl=url, Attributes=wanted)
    if removed_tags(order):
        client.untag_queue(QueueUrl=url, TagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_queue(QueueUrl=url, Tags=tag_map(order.properties["Tags"]))
    return _queue(order, url)


def _queue(order: Order, url: str) -> Made:
    name = url.rsplit("/", 1)[-1]
    attributes = {"Arn": order.arn("sqs", name), "QueueName": name, "QueueUrl": url}
    return Made(physical_id=url, attributes=attributes)


def _delete(order: Order) -> None:
    order.client("sqs").delete_queue(QueueUrl=order.physical_id)


def _put_policy(order: Order) -> Made:
    left = set(order.before.get("Queues") or ()) - set(order.properties["Queues"])
    _set_policies(order, left, "")
    _set_policies(order, order.properties["Queues"], _text(order.properties["PolicyDocument"]))
    identifier = order.physical_id or order.name("Name")
    return Made(physical_id=identifier, attributes={"Id": identifier})


def _delete_policy(order: Order) -> None:
    _set_policies(order, order.properties["Queues"], "")


def _set_policies(order: Order, urls: Iterable[str], text: str) -> None:
    client = order.client("sqs")
    for url in urls:
        client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text})


_GONE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
KINDS = {
    "AWS::SQS::Queue": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=_GONE,
        honours=frozenset({*_ATTRIBUTES, "QueueName", "Tags"}),
    ),
    "AWS::SQS::QueuePolicy": Kind(
        create=_put_policy,
        update=_put_policy,
        delete=_delete_policy,
        gone=_GONE,
        honours=frozenset({"Queues", "PolicyDocument"}),
    ),
}
