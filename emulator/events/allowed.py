"""Operations of EventBridge and SNS that moto serves: the store of buses, rules and topics."""

ALLOWED: dict[str, frozenset[str]] = {
    "events": frozenset(
        {
            *("CreateEventBus", "DeleteEventBus", "DeleteRule", "DescribeEventBus", "DescribeRule"),
            *("DisableRule", "EnableRule", "ListEventBuses", "ListRules", "ListTagsForResource"),
            *("ListTargetsByRule", "PutPermission", "RemovePermission"),
            *("RemoveTargets", "TagResource", "UntagResource"),
        }
    ),
}
