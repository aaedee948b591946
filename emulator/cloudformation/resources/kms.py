"""KMS: keys and their aliases."""

import json

from emulator.cloudformation.resources.kind import Kind, Made, Order, removed_tags, tag_map


def _create(order: Order) -> Made:
    wanted = order.picked("Description", "KeySpec", "KeyUsage", "MultiRegion")
    document = order.properties.get("KeyPolicy")
    if document:
        wanted["Policy"] = document if isinstance(document, str) else json.dumps(document)
    metadata = order.client("kms").create_key(**wanted)["KeyMetadata"]
    order.announce(metadata["KeyId"])
    return _settle(order, metadata["KeyId"], metadata["Arn"])


def _update(order: Order) -> Made:
    client, key = order.client("kms"), order.physical_id
    if order.changed("KeyPolicy"):
        document = json.dumps(order.properties["KeyPolicy"])
        client.put_key_policy(KeyId=key, PolicyName="default", Policy=document)
    if order.changed("Description"):
        description = order.properties.get("Description", "")
        client.update_key_description(KeyId=key, Description=description)
    return _settle(order, key, order.arn("kms", f"key/{key}"))


def _settle(order: Order, key: str, arn: str) -> Made:
    client = order.client("kms")
    if order.changed("EnableKeyRotation"):
        rotates = order.properties.get("EnableKeyRotation", False)
        (client.enable_key_rotation if rotates else client.disable_key_rotation)(KeyId=key)
    if order.changed("Enabled"):
        enabled = order.properties.get("Enabled", True)
        (client.enable_key if enabled else client.disable_key)(KeyId=key)
    if removed_tags(order):
        client.untag_resource(KeyId=key, TagKeys=removed_tags(order))
    tags = tag_map(order.properties.get("Tags"))
    if tags and order.changed("Tags"):
        pairs = [{"TagKey": name, "TagValue": value} for name, value in tags.items()]
        client.tag_resource(KeyId=key, Tags=pairs)
    return Made(physical_id=key, attributes={"Arn": arn, "KeyId": key})


def _delete(order: Order) -> None:
    order.client("kms").schedule_key_deletion(
        KeyId=order.physical_id, PendingWindowInDays=order.properties.get("PendingWindowInDays", 30)
    )


def _create_alias(order: Order) -> Made:
    name = order.properties["AliasName"]
    target = order.properties["TargetKeyId"]
    order.client("kms").create_alias(AliasName=name, TargetKeyId=target)
    return Made(physical_id=name)


def _update_alias(order: Order) -> Made:
    target = order.properties["TargetKeyId"]
    order.client("kms").update_alias(AliasName=order.physical_id, TargetKeyId=target)
    return Made(physical_id=order.physical_id)


def _delete_alias(order: Order) -> None:
    order.client("kms").delete_alias(AliasName=order.physical_id)


KINDS = {
    "AWS::KMS::Key": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"NotFoundException", "KMSInvalidStateException"}),
        honours=frozenset(
            {
                *("Description", "EnableKeyRotation", "Enabled", "KeyPolicy", "KeySpec"),
                *("KeyUsage", "MultiRegion", "PendingWindowInDays", "Tags"),
            }
        ),
    ),
    "AWS::KMS::Alias": Kind(
        create=_create_alias,
        update=_update_alias,
        delete=_delete_alias,
        gone=frozenset({"NotFoundException"}),
        honours=frozenset({"AliasName", "TargetKeyId"}),
    ),
}
