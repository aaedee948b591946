"""CloudWatch. Source: Service Authorization Reference, "Amazon CloudWatch"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import (
    Actions,
    arn,
    asks,
    given,
    named_by,
    own,
    same_name,
)
from emulator.iam.matching import Context


def _alarms(call: Call) -> Iterable[str]:
    return [
        arn("cloudwatch", f"alarm:{name}", call)
        for name in call.parameters.get("AlarmNames") or "*"
    ]


def _namespace(call: Call) -> Context:
    return given(call, {"cloudwatch:namespace": "Namespace"})


ACTIONS: Actions = {
    **same_name("cloudwatch", _alarms, ("DeleteAlarms", "DescribeAlarms")),
    **same_name("cloudwatch", own("cloudwatch", "alarm:{AlarmName}"), ("PutMetricAlarm",)),
    **same_name("cloudwatch", own("cloudwatch", "alarm:{AlarmName}"), ("SetAlarmState",)),
    **same_name("cloudwatch", named_by("ResourceARN"), ("ListTagsForResource", "TagResource")),
    "GetMetricStatistics": asks("cloudwatch:GetMetricStatistics"),
    "ListMetrics": asks("cloudwatch:ListMetrics"),
    "PutMetricData": asks("cloudwatch:PutMetricData", keys=_namespace),
}
