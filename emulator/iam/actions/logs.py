"""CloudWatch Logs. Source: Service Authorization Reference, "Amazon CloudWatch Logs".

A log group's ARN has no end of its own in decisions: policies name it with ``:*``, and only the
tagging operations name it without (Amazon CloudWatch Logs user guide, "Identity and access
management", resource ARNs).
"""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import Actions, Resource, arn, asks, named_by, same_name


def _group(call: Call) -> Iterable[str]:
    named = call.parameters.get("logGroupName") or call.parameters.get("logGroupIdentifier") or ""
    if str(named).startswith("arn:"):
        return (f"{str(named).removesuffix(':*')}:log-stream:",)
    return (arn("logs", f"log-group:{named}:log-stream:", call),)


def _stream(call: Call) -> Iterable[str]:
    return [f"{one}{call.parameters.get('logStreamName', '')}" for one in _group(call)]


_all_groups: Resource = lambda call: (arn("logs", "log-group::log-stream:", call),)  # noqa: E731
_GROUPS = (
    *("CreateLogGroup", "DeleteLogGroup", "DeleteRetentionPolicy", "DescribeLogStreams"),
    *("FilterLogEvents", "PutRetentionPolicy"),
)

ACTIONS: Actions = {
    **same_name("logs", _group, _GROUPS),
    **same_name("logs", _stream, ("CreateLogStream", "GetLogEvents", "PutLogEvents")),
    **same_name("logs", named_by("resourceArn"), ("ListTagsForResource", "TagResource")),
    **same_name("logs", named_by("resourceArn"), ("UntagResource",)),
    "DescribeLogGroups": asks("logs:DescribeLogGroups", _all_groups),
}
