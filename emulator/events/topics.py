"""What is published to a topic reaches its queues and functions; e-mail is only stored."""

import json
import logging
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.sns.models import sns_backends

from emulator.api import AwsError, Call
from emulator.events.queue import Deliveries
from emulator.events.senders import Letter, Sender, is_final, to_function, to_queue

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_log = logging.getLogger(__name__)
_RETRY_SECONDS = (0.5, 1.0, 2.0)
_SERVICE = "sns.amazonaws.com"
_MAX_BYTES = 1 << 18
_SERVED = frozenset(
    {
        *("TopicArn", "TargetArn", "Message", "Subject", "MessageAttributes"),
        *("MessageStructure", "MessageGroupId", "MessageDeduplicationId"),
    }
)


def publish_call(call: Call) -> Mapping[str, Any]:
    """Serve Publish."""
    parameters = call.parameters
    unknown = sorted(set(parameters) - _SERVED)
    if unknown:
        message = f"sns:Publish with {', '.join(unknown)} is not served"
        raise AwsError("NotImplemented", message, 501)
    arn = parameters.get("TopicArn") or parameters.get("TargetArn") or ""
    if arn.count(":") != 5:  # noqa: PLR2004 - an ARN's colons
        raise AwsError("InvalidParameter", f"Invalid parameter: TopicArn {arn!r}")
    return {"MessageId": publish(call.cloud, arn, parameters)}


def publish(cloud: "Cloud", arn: str, parameters: Mapping[str, Any]) -> str:
    """Hand a message to every subscription of a topic, in threads of their own; gives its id.

    Raises:
        AwsError: NotFound, InvalidParameter.
    """
    region, account = arn.split(":")[3:5]
    if len(parameters["Message"].encode()) > _MAX_BYTES or not parameters["Message"]:
        raise AwsError("InvalidParameter", "Invalid parameter: Message is empty or too long")
    identifier = str(uuid.uuid4())
    with cloud.lock:
        backend = sns_backends[account][region]
        if arn not in backend.topics:
            raise AwsError("NotFound", "Topic does not exist", 404)
        subscriptions = [
            subscription
            for subscription in backend.subscriptions.values()
            if subscription.topic.arn == arn and _wanted(subscription, parameters)
        ]
        chosen = [(s.protocol, s.endpoint, s.arn, dict(s.attributes)) for s in subscriptions]
    for protocol, endpoint, subscription, attributes in chosen:
        raw = str(attributes.get("RawMessageDelivery", "")).lower() == "true"
        if protocol in {"sqs", "lambda"}:
            copy = _Copy(cloud, arn, endpoint, subscription, identifier, raw=raw)
            cloud.store(Deliveries).add(copy.to(protocol, parameters))
    return identifier


def _wanted(subscription: Any, parameters: Mapping[str, Any]) -> bool:  # noqa: ANN401 - moto's own Subscription
    matcher = subscription._filter_policy_matcher  # noqa: SLF001 - moto has no other door
    if matcher is None:
        return True
    attributes = {
        name: {"Type": value["DataType"], "Value": value.get("StringValue", "")}
        for name, value in parameters.get("MessageAttributes", {}).items()
    }
    return bool(matcher.matches(attributes, parameters["Message"]))


class _Copy:
    """One message for one subscription."""

    def __init__(
        self,
        cloud: "Cloud",
        topic: str,
        endpoint: str,
        subscription: str,
        identifier: str,
        *,
        raw: bool,
    ) -> None:
        self._cloud, self._topic, self._endpoint = cloud, topic, endpoint
        self._subscription, self._identifier, self._raw = subscription, identifier, raw
        self._sender = Sender(service=_SERVICE, source_arn=topic)
        self._failures = 0

    def to(self, protocol: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 - work for the queue
        """Work that delivers it."""

        def work() -> None:
            try:
                self._send(protocol, parameters)
            except AwsError as error:
                if is_final(error) or self._failures >= len(_RETRY_SECONDS):
                    _log.warning("%s lost a message for %s: %s", self._topic, self._endpoint, error)
                    return
                seconds = _RETRY_SECONDS[self._failures]
                self._failures += 1
                self._cloud.store(Deliveries).add(work, after=seconds)

        return work

    def _send(self, protocol: str, parameters: Mapping[str, Any]) -> None:
        text = _for_protocol(parameters, protocol)
        if protocol == "lambda":
            event = {"Records": [self._record(self._notification(text, parameters))]}
            to_function(self._cloud, self._sender, self._endpoint, json.dumps(event))
            return
        body = text if self._raw else json.dumps(self._notification(text, parameters))
        letter = Letter(
            body=body,
            group=parameters.get("MessageGroupId"),
            deduplication=parameters.get("MessageDeduplicationId", self._identifier),
            attributes=parameters.get("MessageAttributes", {}) if self._raw else {},
        )
        to_queue(self._cloud, self._sender, self._endpoint, letter)

    def _notification(self, text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        notification = {
            "Type": "Notification",
            "MessageId": self._identifier,
            "TopicArn": self._topic,
            "Message": text,
            "Timestamp": now,
        }
        if parameters.get("Subject"):
            notification["Subject"] = parameters["Subject"]
        attributes = {
            name: {"Type": value["DataType"], "Value": value.get("StringValue", "")}
            for name, value in parameters.get("MessageAttributes", {}).items()
        }
        return {**notification, **({"MessageAttributes": attributes} if attributes else {})}

    def _record(self, notification: dict[str, Any]) -> dict[str, Any]:
        whole = {"Subject": None, "MessageAttributes": {}, **notification}
        return {
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self._subscription,
            "Sns": whole,
        }


def _for_protocol(parameters: Mapping[str, Any], protocol: str) -> str:
    message: str = parameters["Message"]
    if parameters.get("MessageStructure") != "json":
        return message
    try:
        texts = json.loads(message)
        text: str = texts.get(protocol) or texts["default"]
    except (ValueError, KeyError, AttributeError):
        raise AwsError(
            "InvalidParameter", "Invalid parameter: Message Structure - no default entry"
        ) from None
    return text
