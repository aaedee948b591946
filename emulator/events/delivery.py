"""Events on a bus reach the targets of the rules that match them."""

import json
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from moto.events.models import events_backends

from emulator.api import AwsError, Principal
from emulator.events.inputs import input_for
from emulator.events.queue import Deliveries
from emulator.events.senders import (
    Letter,
    Sender,
    as_function_input,
    is_final,
    to_function,
    to_queue,
)

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_log = logging.getLogger(__name__)
_SERVICE = "events.amazonaws.com"
# AWS tries for a day, 185 times; what has not worked here after this many will not.
_MAX_RETRIES = 12
_FIRST_RETRY_SECONDS = 0.5
_LONGEST_RETRY_SECONDS = 60.0
# An event that went from bus to bus this often is going round.
_MAX_HOPS = 5
_CALL = "AWS API Call via CloudTrail"
_WITH_READING = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event on its way to one target."""

    target: dict[str, Any]
    rule_arn: str
    event: dict[str, Any]
    hops: int
    failures: int = 0


def put_event(
    cloud: "Cloud", account: str, bus: str, event: dict[str, Any], *, hops: int = 0
) -> None:
    """Put an event on a bus (by name); the targets get it in threads of their own.

    Args:
        event: as targets see it: id, source, detail-type, account, time, region, resources, detail.
    """
    cloud.store(Deliveries).add(lambda: _match(cloud, account, bus, event, hops))


def deliver(cloud: "Cloud", rule: Any, event: dict[str, Any], *, hops: int = 0) -> None:  # noqa: ANN401 - moto's own Rule
    """Send an event to every target of a rule."""
    with cloud.lock:
        targets = [dict(target) for target in rule.targets]
    for target in targets:
        sent = Delivery(target=target, rule_arn=rule.arn, event=event, hops=hops)
        cloud.store(Deliveries).add(lambda sent=sent: _attempt(cloud, sent))  # type: ignore[misc]


def _match(cloud: "Cloud", account: str, bus: str, event: dict[str, Any], hops: int) -> None:
    region = event.get("region", cloud.region)
    states = {_WITH_READING} if _reads(event) else {_WITH_READING, "ENABLED"}
    with cloud.lock:
        found = events_backends[account][region].event_buses.get(bus)
        rules = [
            rule
            for rule in (found.rules.values() if found else ())
            # Without a pattern a rule only fires by its schedule.
            if rule.state in states
            and rule.event_pattern.get_pattern()
            and rule.event_pattern.matches_event(cast("Any", event))
        ]
    for rule in rules:
        deliver(cloud, rule, event, hops=hops)


def _reads(event: dict[str, Any]) -> bool:
    """Whether an event tells of a call that only reads: a rule must ask for those by its state.

    Source: EventBridge user guide, "Receiving read-only management events from AWS services"
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html).
    """
    return event["detail-type"] == _CALL and event["detail"].get("readOnly") is True


def _attempt(cloud: "Cloud", delivery: Delivery) -> None:
    try:
        _send(cloud, delivery)
    except AwsError as error:
        _failed(cloud, delivery, error)


def _send(cloud: "Cloud", delivery: Delivery) -> None:
    target, event = delivery.target, delivery.event
    arn = target["Arn"]
    text = input_for(target, event, delivery.rule_arn)
    sender = Sender(service=_SERVICE, source_arn=delivery.rule_arn, role_arn=target.get("RoleArn"))
    match arn.split(":")[2]:
        case "sqs":
            group = target.get("SqsParameters", {}).get("MessageGroupId")
            letter = Letter(body=text, group=group, deduplication=event["id"])
            to_queue(cloud, sender, arn, letter)
        case "lambda":
            to_function(cloud, sender, arn, as_function_input(text))
        case "sns":
            from emulator.events.topics import publish  # noqa: PLC0415 - topics deliver too

            sender.may(cloud, "sns:Publish", arn)
            publish(cloud, arn, {"Message": text})
        case "events":
            _forward(cloud, sender, arn, delivery)


def _forward(cloud: "Cloud", sender: Sender, arn: str, delivery: Delivery) -> None:
    """Hand an event to another bus, unchanged, as the rule's role or its account."""
    owner, source = arn.split(":")[4], delivery.rule_arn.split(":")[4]
    if delivery.hops >= _MAX_HOPS:
        raise AwsError("AccessDenied", f"event went over {delivery.hops} buses: a loop", 403)
    if sender.role_arn or owner == source:
        sender = replace(sender, source_arn=delivery.rule_arn)
        if sender.role_arn:
            sender.may(cloud, "events:PutEvents", arn)
    else:
        principal = Principal(account=source, arn=f"arn:aws:iam::{source}:root", kind="root")
        cloud.authorise(principal, "events:PutEvents", arn)
    event = {**delivery.event, "region": arn.split(":")[3]}
    put_event(cloud, owner, arn.rsplit("/", 1)[-1], event, hops=delivery.hops + 1)


def _failed(cloud: "Cloud", delivery: Delivery, error: AwsError) -> None:
    policy = delivery.target.get("RetryPolicy", {})
    allowed = min(policy.get("MaximumRetryAttempts", _MAX_RETRIES), _MAX_RETRIES)
    if not is_final(error) and delivery.failures < allowed:
        seconds = min(_FIRST_RETRY_SECONDS * 2**delivery.failures, _LONGEST_RETRY_SECONDS)
        again = replace(delivery, failures=delivery.failures + 1)
        cloud.store(Deliveries).add(lambda: _attempt(cloud, again), after=seconds)
        return
    _give_up(cloud, delivery, error)


def _give_up(cloud: "Cloud", delivery: Delivery, error: AwsError) -> None:
    arn = delivery.target["Arn"]
    letters = delivery.target.get("DeadLetterConfig", {}).get("Arn")
    if not letters:
        _log.warning("%s lost an event for %s: %s", delivery.rule_arn, arn, error)
        return
    why = {
        "RULE_ARN": delivery.rule_arn,
        "TARGET_ARN": arn,
        "ERROR_CODE": error.code,
        "ERROR_MESSAGE": error.message,
        "RETRY_ATTEMPTS": str(delivery.failures),
        **({"EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts"} if not is_final(error) else {}),
    }
    attributes = {name: {"DataType": "String", "StringValue": text} for name, text in why.items()}
    sender = Sender(service=_SERVICE, source_arn=delivery.rule_arn)
    try:
        letter = Letter(body=json.dumps(delivery.event), attributes=attributes)
        to_queue(cloud, sender, letters, letter)
    except AwsError as refused:
        _log.warning("%s lost an event: %s refuses it: %s", delivery.rule_arn, letters, refused)
