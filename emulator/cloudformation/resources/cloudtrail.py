"""CloudTrail: trails."""

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order, removed_tags

_OPTIONS = (
    *("EnableLogFileValidation", "IncludeGlobalServiceEvents", "IsMultiRegionTrail"),
    *("S3BucketName", "S3KeyPrefix"),
)
_EVERYTHING: Json = [{"ReadWriteType": "All", "IncludeManagementEvents": True}]
# What CloudTrail takes for a property that a template does not name any more.
_DEFAULTS: dict[str, Json] = {
    "IncludeGlobalServiceEvents": True,
    "IsMultiRegionTrail": False,
    "S3KeyPrefix": "",
}


def _create(order: Order) -> Made:
    name, client = order.name("TrailName", longest=128), order.client("cloudtrail")
    wanted = order.picked(*_OPTIONS)
    if order.properties.get("Tags"):
        wanted["TagsList"] = order.properties["Tags"]
    client.create_trail(Name=name, **wanted)
    order.announce(name)
    if order.properties.get("EventSelectors"):
        client.put_event_selectors(
            TrailName=name, EventSelectors=order.properties["EventSelectors"]
        )
    if order.properties["IsLogging"]:
        client.start_logging(Name=name)
    return _trail(order, name)


def _update(order: Order) -> Made:
    name, client = order.physical_id, order.client("cloudtrail")
    client.update_trail(Name=name, **(_DEFAULTS | order.picked(*_OPTIONS)))
    if order.changed("EventSelectors"):
        selectors = order.properties.get("EventSelectors") or _EVERYTHING
        client.put_event_selectors(TrailName=name, EventSelectors=selectors)
    if order.changed("IsLogging"):
        change = client.start_logging if order.properties["IsLogging"] else client.stop_logging
        change(Name=name)
    arn = _arn(order, name)
    if removed_tags(order):
        gone = [{"Key": key} for key in removed_tags(order)]
        client.remove_tags(ResourceId=arn, TagsList=gone)
    if order.properties.get("Tags") and order.changed("Tags"):
        client.add_tags(ResourceId=arn, TagsList=order.properties["Tags"])
    return _trail(order, name)


def _delete(order: Order) -> None:
    order.client("cloudtrail").delete_trail(Name=order.physical_id)


def _trail(order: Order, name: str) -> Made:
    return Made(physical_id=name, attributes={"Arn": _arn(order, name)})


def _arn(order: Order, name: str) -> str:
    return order.arn("cloudtrail", f"trail/{name}")


KINDS = {
    "AWS::CloudTrail::Trail": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"TrailNotFoundException"}),
        honours=frozenset({*_OPTIONS, "TrailName", "IsLogging", "EventSelectors", "Tags"}),
    )
}
