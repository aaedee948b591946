"""EventBridge. Source: Service Authorization Reference, "Amazon EventBridge"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import (
    Actions,
    Need,
    arn,
    asks,
    decided_later,
    named_by,
    own,
    pass_role,
    passes,
    same_name,
    together,
)
from emulator.iam.matching import Context

_SERVICE = "events.amazonaws.com"
_ON_RULES = (
    *("DeleteRule", "DescribeRule", "DisableRule", "EnableRule", "ListTargetsByRule"),
    *("RemoveTargets",),
)
_bus = own("events", "event-bus/{Name|default}")
_bus_of_policy = own("events", "event-bus/{EventBusName|default}")


def _rule(call: Call) -> Iterable[str]:
    name = str(call.parameters.get("Rule") or call.parameters.get("Name") or "*")
    bus = str(call.parameters.get("EventBusName") or "default")
    owner = None
    if bus.startswith("arn:"):
        owner, bus = bus.split(":")[4], bus.rsplit("/", 1)[-1]
    path = name if bus == "default" else f"{bus}/{name}"
    return (arn("events", f"rule/{path}", call, account=owner),)


def _target_roles(call: Call) -> Iterable[Need]:
    roles = {target["RoleArn"] for target in call.parameters["Targets"] if target.get("RoleArn")}
    return [pass_role(role, _SERVICE) for role in sorted(roles)]


def _targets(call: Call) -> Context:
    return {"events:TargetArn": [str(target["Arn"]) for target in call.parameters["Targets"]]}


ACTIONS: Actions = {
    **same_name("events", _rule, _ON_RULES),
    **same_name("events", _bus, ("DeleteEventBus", "DescribeEventBus", "UpdateEventBus")),
    **same_name("events", _bus_of_policy, ("PutPermission", "RemovePermission")),
    **same_name("events", named_by("ResourceARN"), ("ListTagsForResource", "TagResource")),
    **same_name("events", named_by("ResourceARN"), ("UntagResource",)),
    "CreateEventBus": asks("events:CreateEventBus", _bus),
    "ListEventBuses": asks("events:ListEventBuses"),
    "ListRules": asks("events:ListRules", own("events", "rule/*")),
    # Each entry names its own bus, and is refused by itself.
    "PutEvents": decided_later,
    "PutRule": together(asks("events:PutRule", _rule), passes("RoleArn", _SERVICE)),
    "PutTargets": together(asks("events:PutTargets", _rule, _targets), _target_roles),
}
