"""SNS: topics, their policies, and subscriptions."""

import json
from collections.abc import Iterable

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order, removed_tags

_TOPIC = ("DisplayName", "KmsMasterKeyId", "FifoTopic", "ContentBasedDeduplication")
_SUBSCRIPTION = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")


def _text(value: Json) -> str:
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _create(order: Order) -> Made:
    name = order.name("TopicName", longest=256)
    answer = order.client("sns").create_topic(
        Name=name,
        Attributes={key: _text(value) for key, value in order.picked(*_TOPIC).items()},
        Tags=order.properties.get("Tags") or [],
    )
    return _topic(answer["TopicArn"])


def _update(order: Order) -> Made:
    client, arn = order.client("sns"), order.physical_id
    for name in _TOPIC:
        if order.changed(name):
            client.set_topic_attributes(
                TopicArn=arn,
                AttributeName=name,
                AttributeValue=_text(order.properties.get(name, "")),
            )
    if removed_tags(order):
        client.untag_resource(ResourceArn=arn, TagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_resource(ResourceArn=arn, Tags=order.properties["Tags"])
    return _topic(arn)


def _topic(arn: str) -> Made:
    attributes = {"TopicArn": arn, "TopicName": arn.rsplit(":", 1)[-1]}
    return Made(physical_id=arn, attributes=attributes)


def _delete(order: Order) -> None:
    order.client("sns").delete_topic(TopicArn=order.physical_id)


def _put_policy(order: Order) -> Made:
    gone = set(order.before.get("Topics") or ()) - set(order.properties["Topics"])
    _reset_policies(order, gone)
    for arn in order.properties["Topics"]:
        _set_policy(order, arn, _text(order.properties["PolicyDocument"]))
    identifier = order.physical_id or order.name("Name")
    return Made(physical_id=identifier, attributes={"Id": identifier})


def _delete_policy(order: Order) -> None:
    _reset_policies(order, order.properties["Topics"])


def _reset_policies(order: Order, topics: Iterable[str]) -> None:
    for arn in topics:
        _set_policy(order, arn, json.dumps(_own_account_only(arn)))


def _set_policy(order: Order, arn: str, text: str) -> None:
    order.client("sns").set_topic_attributes(
        TopicArn=arn, AttributeName="Policy", AttributeValue=text
    )


def _own_account_only(arn: str) -> Json:
    """The policy that SNS gives a new topic."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["SNS:Publish", "SNS:Subscribe", "SNS:GetTopicAttributes"],
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": arn.split(":")[4]}},
    }
    return {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}


def _subscribe(order: Order) -> Made:
    wanted = order.properties
    attributes = {key: _text(value) for key, value in order.picked(*_SUBSCRIPTION).items()}
    arn: str = order.client("sns").subscribe(
        TopicArn=wanted["TopicArn"],
        Protocol=wanted["Protocol"],
        Attributes=attributes,
        ReturnSubscriptionArn=True,
        **order.picked("Endpoint"),
    )["SubscriptionArn"]
    return Made(physical_id=arn, attributes={"Arn": arn})


def _update_subscription(order: Order) -> Made:
    client, arn = order.client("sns"), order.physical_id
    for name in _SUBSCRIPTION:
        if order.changed(name):
            client.set_subscription_attributes(
                SubscriptionArn=arn,
                AttributeName=name,
                AttributeValue=_text(order.properties.get(name, "")),
            )
    return Made(physical_id=arn, attributes={"Arn": arn})


def _unsubscribe(order: Order) -> None:
    order.client("sns").unsubscribe(SubscriptionArn=order.physical_id)


_GONE = frozenset({"NotFound", "NotFoundException", "NotFoundError"})
KINDS = {
    "AWS::SNS::Topic": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=_GONE,
        honours=frozenset({*_TOPIC, "TopicName", "Tags"}),
    ),
    "AWS::SNS::TopicPolicy": Kind(
        create=_put_policy,
        update=_put_policy,
        delete=_delete_policy,
        gone=_GONE,
        honours=frozenset({"Topics", "PolicyDocument"}),
    ),
    "AWS::SNS::Subscription": Kind(
        create=_subscribe,
        update=_update_subscription,
        delete=_unsubscribe,
        gone=_GONE,
        honours=frozenset({*_SUBSCRIPTION, "TopicArn", "Protocol", "Endpoint"}),
    ),
}
