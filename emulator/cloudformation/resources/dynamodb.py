"""DynamoDB: tables with their indexes, backups and time to live."""

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Client, Kind, Made, Order, removed_tags

_TABLE = (
    *("AttributeDefinitions", "BillingMode", "DeletionProtectionEnabled", "KeySchema"),
    *("GlobalSecondaryIndexes", "LocalSecondaryIndexes", "ProvisionedThroughput", "Tags"),
    *("TableClass",),
)


def _create(order: Order) -> Made:
    name = order.name("TableName", longest=255)
    client = order.client("dynamodb")
    client.create_table(
        TableName=name,
        **order.picked(*_TABLE),
        **_encryption(order.properties.get("SSESpecification")),
        **_stream(order.properties.get("StreamSpecification")),
    )
    order.announce(name)
    _settle(order, client, name)
    return _table(order, client, name)


def _update(order: Order) -> Made:
    client, name = order.client("dynamodb"), order.physical_id
    _update_indexes(order, client, name)
    wanted: dict[str, Json] = {}
    for field in (
        "BillingMode",
        "ProvisionedThroughput",
        "DeletionProtectionEnabled",
        "TableClass",
    ):
        if order.changed(field):
            wanted.update(order.picked(field))
    if order.changed("DeletionProtectionEnabled"):
        wanted.setdefault("DeletionProtectionEnabled", False)
    if order.changed("SSESpecification"):
        encryption = _encryption(order.properties.get("SSESpecification"))
        wanted.update(encryption or {"SSESpecification": {"Enabled": False}})
    if order.changed("StreamSpecification"):
        stream = _stream(order.properties.get("StreamSpecification"))
        wanted.update(stream or {"StreamSpecification": {"StreamEnabled": False}})
    if wanted:
        client.update_table(TableName=name, **wanted)
    arn = order.arn("dynamodb", f"table/{name}")
    if removed_tags(order):
        client.untag_resource(ResourceArn=arn, TagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_resource(ResourceArn=arn, Tags=order.properties["Tags"])
    _settle(order, client, name)
    return _table(order, client, name)


def _update_indexes(order: Order, client: Client, name: str) -> None:
    before = _by_name(order.before.get("GlobalSecondaryIndexes"))
    after = _by_name(order.properties.get("GlobalSecondaryIndexes"))
    for index, wanted in before.items():
        if after.get(index) != wanted:
            _change_index(order, client, name, {"Delete": {"IndexName": index}})
    for index, wanted in after.items():
        if before.get(index) != wanted:
            _change_index(order, client, name, {"Create": wanted})


def _change_index(order: Order, client: Client, name: str, change: Json) -> None:
    client.update_table(
        TableName=name,
        AttributeDefinitions=order.properties["AttributeDefinitions"],
        GlobalSecondaryIndexUpdates=[change],
    )


def _by_name(indexes: Json) -> dict[str, Json]:
    return {index["IndexName"]: index for index in indexes or ()}


def _settle(order: Order, client: Client, name: str) -> None:
    if order.changed("PointInTimeRecoverySpecification"):
        wanted = order.properties.get("PointInTimeRecoverySpecification")
        client.update_continuous_backups(
            TableName=name,
            PointInTimeRecoverySpecification=wanted or {"PointInTimeRecoveryEnabled": False},
        )
    if order.changed("TimeToLiveSpecification"):
        wanted = order.properties.get("TimeToLiveSpecification")
        off = {**order.before.get("TimeToLiveSpecification", {}), "Enabled": False}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted or off)


def _encryption(wanted: Json) -> dict[str, Json]:
    if not wanted:
        return {}
    names = {"SSEEnabled": "Enabled"}
    return {"SSESpecification": {names.get(key, key): value for key, value in wanted.items()}}


def _stream(wanted: Json) -> dict[str, Json]:
    return {"StreamSpecification": {"StreamEnabled": True, **wanted}} if wanted else {}


def _table(order: Order, client: Client, name: str) -> Made:
    attributes = {"Arn": order.arn("dynamodb", f"table/{name}")}
    if order.properties.get("StreamSpecification"):
        described = client.describe_table(TableName=name)["Table"]
        attributes["StreamArn"] = described["LatestStreamArn"]
    return Made(physical_id=name, attributes=attributes)


def _delete(order: Order) -> None:
    order.client("dynamodb").delete_table(TableName=order.physical_id)


KINDS = {
    "AWS::DynamoDB::Table": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"ResourceNotFoundException"}),
        replace_on=frozenset({"KeySchema", "LocalSecondaryIndexes"}),
        honours=frozenset(
            {
                *_TABLE,
                "TableName",
                "PointInTimeRecoverySpecification",
                "SSESpecification",
                "StreamSpecification.StreamViewType",
                "TimeToLiveSpecification",
            }
        ),
    )
}
