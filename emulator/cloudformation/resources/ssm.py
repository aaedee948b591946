"""SSM: parameters."""

from emulator.cloudformation.resources.kind import Kind, Made, Order, tag_map

_FIELDS = ("AllowedPattern", "DataType", "Description", "Tier", "Type", "Value")


def _create(order: Order) -> Made:
    name = order.properties.get("Name") or f"CFN-{order.name('Name')}"
    order.client("ssm").put_parameter(Name=name, Tags=_pairs(order), **order.picked(*_FIELDS))
    return _parameter(order, name)


def _update(order: Order) -> Made:
    client, name = order.client("ssm"), order.physical_id
    client.put_parameter(Name=name, Overwrite=True, **order.picked(*_FIELDS))
    if order.changed("Tags"):
        old = list(tag_map(order.before.get("Tags")))
        place = {"ResourceType": "Parameter", "ResourceId": name}
        if old:
            client.remove_tags_from_resource(TagKeys=old, **place)
        if _pairs(order):
            client.add_tags_to_resource(Tags=_pairs(order), **place)
    return _parameter(order, name)


def _pairs(order: Order) -> list[dict[str, str]]:
    tags = tag_map(order.properties.get("Tags"))
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _parameter(order: Order, name: str) -> Made:
    attributes = {"Type": order.properties["Type"], "Value": order.properties["Value"]}
    return Made(physical_id=name, attributes=attributes)


def _delete(order: Order) -> None:
    order.client("ssm").delete_parameter(Name=order.physical_id)


KINDS = {
    "AWS::SSM::Parameter": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"ParameterNotFound"}),
        honours=frozenset({*_FIELDS, "Name", "Tags"}),
    )
}
