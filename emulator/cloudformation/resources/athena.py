"""Athena: workgroups."""

from collections.abc import Mapping

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order, removed_tags


def _create(order: Order) -> Made:
    name = order.properties["Name"]
    client = order.client("athena")
    wanted = order.picked("Description", "Tags")
    if "WorkGroupConfiguration" in order.properties:
        wanted["Configuration"] = order.properties["WorkGroupConfiguration"]
    client.create_work_group(Name=name, **wanted)
    order.announce(name)
    if order.properties.get("State") == "DISABLED":
        client.update_work_group(WorkGroup=name, State="DISABLED")
    return _group(order, name)


def _update(order: Order) -> Made:
    client, name = order.client("athena"), order.physical_id
    wanted = {
        "Description": order.properties.get("Description", ""),
        "State": order.properties.get("State", "ENABLED"),
    }
    configuration = order.properties.get("WorkGroupConfiguration")
    if configuration and order.changed("WorkGroupConfiguration"):
        before = order.before.get("WorkGroupConfiguration") or {}
        wanted["ConfigurationUpdates"] = _as_updates(before, configuration)
    client.update_work_group(WorkGroup=name, **wanted)
    arn = order.arn("athena", f"workgroup/{name}")
    if removed_tags(order):
        client.untag_resource(ResourceARN=arn, TagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_resource(ResourceARN=arn, Tags=order.properties["Tags"])
    return _group(order, name)


def _as_updates(before: Mapping[str, Json], after: Mapping[str, Json]) -> dict[str, Json]:
    wanted = {
        f"{name}Updates" if name == "ResultConfiguration" else name: value
        for name, value in after.items()
    }
    if "BytesScannedCutoffPerQuery" in before and "BytesScannedCutoffPerQuery" not in after:
        wanted["RemoveBytesScannedCutoffPerQuery"] = True
    old, new = (side.get("ResultConfiguration") or {} for side in (before, after))
    for name in ("EncryptionConfiguration", "ExpectedBucketOwner", "OutputLocation"):
        if name in old and name not in new:
            wanted.setdefault("ResultConfigurationUpdates", {})[f"Remove{name}"] = True
    return wanted


def _group(order: Order, name: str) -> Made:
    return Made(physical_id=name, attributes={"Arn": order.arn("athena", f"workgroup/{name}")})


def _delete(order: Order) -> None:
    recursive = bool(order.properties.get("RecursiveDeleteOption"))
    order.client("athena").delete_work_group(
        WorkGroup=order.physical_id, RecursiveDeleteOption=recursive
    )


KINDS = {
    "AWS::Athena::WorkGroup": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        honours=frozenset(
            {
                *("Name", "Description", "RecursiveDeleteOption", "State", "Tags"),
                *("WorkGroupConfiguration",),
            }
        ),
    )
}
