"""CloudWatch: alarms."""

from emulator.cloudformation.resources.kind import Kind, Made, Order

_ALARM = (
    *("ActionsEnabled", "AlarmActions", "AlarmDescription", "ComparisonOperator"),
    *("DatapointsToAlarm", "Dimensions", "EvaluateLowSampleCountPercentile"),
    *("EvaluationPeriods", "ExtendedStatistic", "InsufficientDataActions", "MetricName"),
    *("Metrics", "Namespace", "OKActions", "Period", "Statistic", "Tags", "Threshold"),
    *("ThresholdMetricId", "TreatMissingData", "Unit"),
)


def _put(order: Order) -> Made:
    name = order.physical_id or order.name("AlarmName", longest=255)
    order.client("cloudwatch").put_metric_alarm(AlarmName=name, **order.picked(*_ALARM))
    return Made(physical_id=name, attributes={"Arn": order.arn("cloudwatch", f"alarm:{name}")})


def _delete(order: Order) -> None:
    order.client("cloudwatch").delete_alarms(AlarmNames=[order.physical_id])


KINDS = {
    "AWS::CloudWatch::Alarm": Kind(
        create=_put,
        update=_put,
        delete=_delete,
        gone=frozenset({"ResourceNotFound"}),
        honours=frozenset({*_ALARM, "AlarmName"}),
    )
}
