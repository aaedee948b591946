"""No message is lost: queues have dead letters, and dead letters an alarm."""

from collections.abc import Iterator
from typing import Any

from policies.rule import Finding, Rule, Template, target_of


def check(template: Template) -> Iterator[Finding]:
    """Find queues without dead letters, and queues that fill unseen."""
    dead = _dead_letter_queues(template)
    watched = {
        dimension.get("Value")
        for _, alarm in template.of_type("AWS::CloudWatch::Alarm")
        for dimension in alarm.get("Dimensions", [])
        if dimension.get("Name") == "QueueName" and alarm.get("AlarmActions")
    }
    for logical_id, queue in template.of_type("AWS::SQS::Queue"):
        if "RedrivePolicy" not in queue and logical_id not in dead:
            says = "write a RedrivePolicy, or use the queue as dead letters of something"
            yield Finding(logical_id, "Properties.RedrivePolicy", says)
        if queue.get("QueueName") not in watched:
            says = "add an alarm with actions on this queue, by its name"
            yield Finding(logical_id, "Properties.QueueName", says)


def _dead_letter_queues(template: Template) -> set[str | None]:
    queues = template.of_type("AWS::SQS::Queue")
    targets: list[Any] = [
        queue.get("RedrivePolicy", {}).get("deadLetterTargetArn") for _, queue in queues
    ]
    for _, function in template.of_type("AWS::Lambda::Function"):
        targets.append(function.get("DeadLetterConfig", {}).get("TargetArn"))
    return {target_of(target) for target in targets}


RULE = Rule(
    id="MESH-SQS-1",
    title="Queues have dead letters, and every queue an alarm.",
    reason="A message that always fails would come back until it is gone, and nobody would know.",
    source="DESIGN: invariants 2 and 8",
    check=check,
)
