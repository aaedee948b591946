"""EventBridge: buses, their policies, and rules with targets."""

import json

from botocore.exceptions import ClientError

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Client, Kind, Made, Order, removed_tags

_BUS = ("Description", "KmsKeyIdentifier", "DeadLetterConfig", "Tags")
_RULE = ("Description", "RoleArn", "ScheduleExpression", "State")


def _create_bus(order: Order) -> Made:
    name = order.properties["Name"]
    order.client("events").create_event_bus(Name=name, **order.picked(*_BUS))
    order.announce(name)
    return _settle_bus(order, name)


def _update_bus(order: Order) -> Made:
    client, name = order.client("events"), order.physical_id
    arn = order.arn("events", f"event-bus/{name}")
    if any(
        order.changed(field) for field in ("Description", "KmsKeyIdentifier", "DeadLetterConfig")
    ):
        fields = order.picked("Description", "KmsKeyIdentifier", "DeadLetterConfig")
        client.update_event_bus(Name=name, **fields)
    if removed_tags(order):
        client.untag_resource(ResourceARN=arn, TagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_resource(ResourceARN=arn, Tags=order.properties["Tags"])
    return _settle_bus(order, name)


def _settle_bus(order: Order, name: str) -> Made:
    if order.changed("Policy") and order.properties.get("Policy"):
        text = json.dumps(order.properties["Policy"])
        order.client("events").put_permission(EventBusName=name, Policy=text)
    arn = order.arn("events", f"event-bus/{name}")
    return Made(physical_id=name, attributes={"Arn": arn, "Name": name})


def _delete_bus(order: Order) -> None:
    order.client("events").delete_event_bus(Name=order.physical_id)


def _put_bus_policy(order: Order) -> Made:
    client, bus = order.client("events"), order.properties.get("EventBusName", "default")
    name = order.properties["StatementId"]
    statement = order.properties.get("Statement")
    if statement is None:
        client.put_permission(
            EventBusName=bus,
            StatementId=name,
            **order.picked("Action", "Principal", "Condition"),
        )
    else:
        others = [s for s in _statements(client, bus) if s.get("Sid") != name]
        policy = {"Version": "2012-10-17", "Statement": [*others, {"Sid": name, **statement}]}
        client.put_permission(EventBusName=bus, Policy=json.dumps(policy))
    return Made(physical_id=f"{bus}|{name}")


def _statements(client: Client, bus: str) -> list[dict[str, Json]]:
    text = client.describe_event_bus(Name=bus).get("Policy")
    found: list[dict[str, Json]] = json.loads(text)["Statement"] if text else []
    return found


def _delete_bus_policy(order: Order) -> None:
    bus, name = order.physical_id.split("|", 1)
    order.client("events").remove_permission(EventBusName=bus, StatementId=name)


def _put_rule(order: Order) -> Made:
    client = order.client("events")
    bus = order.properties.get("EventBusName", "default")
    name = order.physical_id.rsplit("|", 1)[-1] or order.name("Name")
    wanted = order.picked(*_RULE)
    if "EventPattern" in order.properties:
        wanted["EventPattern"] = json.dumps(order.properties["EventPattern"])
    if order.properties.get("Tags") and not order.physical_id:
        wanted["Tags"] = order.properties["Tags"]
    arn = client.put_rule(Name=name, EventBusName=bus, **wanted)["RuleArn"]
    identifier = name if _is_default(bus) else f"{bus.rsplit('/', 1)[-1]}|{name}"
    order.announce(identifier)
    _put_targets(order, client, name, bus)
    return Made(physical_id=identifier, attributes={"Arn": arn})


def _put_targets(order: Order, client: Client, name: str, bus: str) -> None:
    before, after = order.before.get("Targets") or (), order.properties.get("Targets") or ()
    left = sorted({target["Id"] for target in before} - {target["Id"] for target in after})
    if left:
        client.remove_targets(Rule=name, EventBusName=bus, Ids=left)
    if after:
        answer = client.put_targets(Rule=name, EventBusName=bus, Targets=list(after))
        for failure in answer.get("FailedEntries", ()):
            raise ClientError(
                {
                    "Error": {
                        "Code": failure["ErrorCode"],
                        "Message": f"target {failure['TargetId']}: {failure['ErrorMessage']}",
                    }
                },
                "PutTargets",
            )


def _delete_rule(order: Order) -> None:
    client = order.client("events")
    bus, _, name = order.physical_id.rpartition("|")
    place = {"Rule": name, "EventBusName": bus or "default"}
    ids = [target["Id"] for target in client.list_targets_by_rule(**place)["Targets"]]
    if ids:
        client.remove_targets(Ids=ids, **place)
    client.delete_rule(Name=name, EventBusName=bus or "default")


def _is_default(bus: str) -> bool:
    return bus.rsplit("/", 1)[-1] == "default"


_GONE = frozenset({"ResourceNotFoundException"})
KINDS = {
    "AWS::Events::EventBus": Kind(
        create=_create_bus,
        update=_update_bus,
        delete=_delete_bus,
        gone=_GONE,
        honours=frozenset({*_BUS, "Name", "Policy"}),
    ),
    "AWS::Events::EventBusPolicy": Kind(
        create=_put_bus_policy,
        update=_put_bus_policy,
        delete=_delete_bus_policy,
        gone=_GONE,
        honours=frozenset(
            {"EventBusName", "StatementId", "Statement", "Action", "Principal", "Condition"}
        ),
    ),
    "AWS::Events::Rule": Kind(
        create=_put_rule,
        update=_put_rule,
        delete=_delete_rule,
        gone=_GONE,
        honours=frozenset({*_RULE, "Name", "EventBusName", "EventPattern", "Targets", "Tags"}),
    ),
}
