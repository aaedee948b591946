"""ECR: repositories."""

import json

from emulator.cloudformation.resources.kind import Kind, Made, Order, lowered


def _create(order: Order) -> Made:
    name = order.name("RepositoryName", longest=256, lower=True)
    wanted = {}
    if "EncryptionConfiguration" in order.properties:
        wanted["encryptionConfiguration"] = lowered(order.properties["EncryptionConfiguration"])
    order.client("ecr").create_repository(
        repositoryName=name, tags=order.properties.get("Tags") or [], **wanted
    )
    order.announce(name)
    return _settle(order, name)


def _update(order: Order) -> Made:
    return _settle(order, order.physical_id)


def _settle(order: Order, name: str) -> Made:
    client = order.client("ecr")
    if order.changed("ImageTagMutability"):
        mutability = order.properties.get("ImageTagMutability", "MUTABLE")
        client.put_image_tag_mutability(repositoryName=name, imageTagMutability=mutability)
    if order.changed("ImageScanningConfiguration"):
        scanning = lowered(
            order.properties.get("ImageScanningConfiguration", {"ScanOnPush": False})
        )
        client.put_image_scanning_configuration(
            repositoryName=name, imageScanningConfiguration=scanning
        )
    if order.changed("LifecyclePolicy"):
        text = order.properties.get("LifecyclePolicy", {}).get("LifecyclePolicyText")
        if text:
            client.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=text)
        else:
            client.delete_lifecycle_policy(repositoryName=name)
    if order.changed("RepositoryPolicyText"):
        document = order.properties.get("RepositoryPolicyText")
        if document:
            client.set_repository_policy(repositoryName=name, policyText=json.dumps(document))
        else:
            client.delete_repository_policy(repositoryName=name)
    address = f"{order.account}.dkr.ecr.{order.region}.amazonaws.com/{name}"
    arn = order.arn("ecr", f"repository/{name}")
    return Made(physical_id=name, attributes={"Arn": arn, "RepositoryUri": address})


def _delete(order: Order) -> None:
    force = bool(order.properties.get("EmptyOnDelete"))
    order.client("ecr").delete_repository(repositoryName=order.physical_id, force=force)


KINDS = {
    "AWS::ECR::Repository": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"RepositoryNotFoundException"}),
        honours=frozenset(
            {
                *("EmptyOnDelete", "EncryptionConfiguration", "ImageScanningConfiguration"),
                *("ImageTagMutability", "LifecyclePolicy.LifecyclePolicyText"),
                *("RepositoryName", "RepositoryPolicyText", "Tags"),
            }
        ),
    )
}
