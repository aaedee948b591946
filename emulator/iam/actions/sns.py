"""SNS. Source: Service Authorization Reference, "Amazon SNS"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.keys_in_use import WRITING, with_key
from emulator.iam.actions.need import (
    Actions,
    Need,
    asks,
    given,
    named_by,
    own,
    same_name,
    together,
)
from emulator.iam.matching import Context

_topic = named_by("TopicArn")
_ON_TOPICS = (
    *("DeleteTopic", "GetTopicAttributes", "ListSubscriptionsByTopic", "SetTopicAttributes"),
)


def _subscribing(call: Call) -> Context:
    return given(call, {"sns:Protocol": "Protocol", "sns:Endpoint": "Endpoint"})


def _published(call: Call) -> Iterable[str]:
    return (str(call.parameters.get("TopicArn") or call.parameters.get("TargetArn") or "*"),)


def _of_subscription(call: Call) -> Iterable[str]:
    # arn:aws:sns:region:account:topic:subscription
    return (str(call.parameters["SubscriptionArn"]).rsplit(":", 1)[0],)


def _tags(call: Call) -> Iterable[Need]:
    made = own("sns", "{Name}")(call)
    return [
        Need(action="sns:TagResource", resource=one) for one in made if call.parameters.get("Tags")
    ]


ACTIONS: Actions = {
    **same_name("sns", _topic, _ON_TOPICS),
    **same_name("sns", named_by("ResourceArn"), ("ListTagsForResource", "TagResource")),
    **same_name("sns", named_by("ResourceArn"), ("UntagResource",)),
    "CreateTopic": together(asks("sns:CreateTopic", own("sns", "{Name}")), _tags),
    "GetSubscriptionAttributes": asks("sns:GetSubscriptionAttributes", _of_subscription),
    "ListSubscriptions": asks("sns:ListSubscriptions", own("sns", "*")),
    "ListTopics": asks("sns:ListTopics", own("sns", "*")),
    "Publish": together(asks("sns:Publish", _published), with_key(_published, WRITING)),
    "SetSubscriptionAttributes": asks("sns:SetSubscriptionAttributes", _of_subscription),
    "Subscribe": asks("sns:Subscribe", _topic, _subscribing),
    "Unsubscribe": asks("sns:Unsubscribe", _of_subscription),
}
