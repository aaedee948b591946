"""CloudWatch Logs: log groups."""

from emulator.cloudformation.resources.kind import Kind, Made, Order, removed_tags, tag_map


def _create(order: Order) -> Made:
    name = order.name("LogGroupName", longest=512)
    wanted: dict[str, object] = {"tags": tag_map(order.properties.get("Tags"))}
    if order.properties.get("KmsKeyId"):
        wanted["kmsKeyId"] = order.properties["KmsKeyId"]
    order.client("logs").create_log_group(
        logGroupName=name, **{key: value for key, value in wanted.items() if value}
    )
    order.announce(name)
    return _settle(order, name)


def _update(order: Order) -> Made:
    client, name = order.client("logs"), order.physical_id
    arn = order.arn("logs", f"log-group:{name}")
    if removed_tags(order):
        client.untag_resource(resourceArn=arn, tagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_resource(resourceArn=arn, tags=tag_map(order.properties["Tags"]))
    if order.changed("KmsKeyId"):
        key = order.properties.get("KmsKeyId")
        if key:
            client.associate_kms_key(logGroupName=name, kmsKeyId=key)
        else:
            client.disassociate_kms_key(logGroupName=name)
    return _settle(order, name)


def _settle(order: Order, name: str) -> Made:
    client = order.client("logs")
    if order.changed("RetentionInDays"):
        days = order.properties.get("RetentionInDays")
        if days:
            client.put_retention_policy(logGroupName=name, retentionInDays=days)
        else:
            client.delete_retention_policy(logGroupName=name)
    arn = order.arn("logs", f"log-group:{name}:*")
    return Made(physical_id=name, attributes={"Arn": arn})


def _delete(order: Order) -> None:
    order.client("logs").delete_log_group(logGroupName=order.physical_id)


KINDS = {
    "AWS::Logs::LogGroup": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"ResourceNotFoundException"}),
        honours=frozenset({"LogGroupName", "RetentionInDays", "KmsKeyId", "Tags"}),
    )
}
