"""IAM: roles with their policies and boundary, and policies of their own."""

import json
from collections.abc import Iterable

from botocore.exceptions import ClientError

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Client, Kind, Made, Order, tag_map

_LONGEST_POLICY_NAME = 128


def _text(document: Json) -> str:
    return document if isinstance(document, str) else json.dumps(document)


def _create_role(order: Order) -> Made:
    name = order.name("RoleName")
    order.client("iam").create_role(
        RoleName=name,
        AssumeRolePolicyDocument=_text(order.properties["AssumeRolePolicyDocument"]),
        **order.picked("Path", "Description", "MaxSessionDuration", "PermissionsBoundary", "Tags"),
    )
    order.announce(name)
    _policies_of_role(order, name)
    return _role(order, name)


def _update_role(order: Order) -> Made:
    client, name = order.client("iam"), order.physical_id
    if order.changed("AssumeRolePolicyDocument"):
        document = _text(order.properties["AssumeRolePolicyDocument"])
        client.update_assume_role_policy(RoleName=name, PolicyDocument=document)
    if order.changed("Description") or order.changed("MaxSessionDuration"):
        client.update_role(
            RoleName=name,
            Description=order.properties.get("Description", ""),
            MaxSessionDuration=order.properties.get("MaxSessionDuration", 3600),
        )
    if order.changed("PermissionsBoundary"):
        _put_boundary(client, name, order.properties.get("PermissionsBoundary"))
    if order.changed("Tags"):
        _tag_role(order, client, name)
    _policies_of_role(order, name)
    return _role(order, name)


def _put_boundary(client: Client, name: str, boundary: str | None) -> None:
    if boundary:
        client.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    else:
        client.delete_role_permissions_boundary(RoleName=name)


def _tag_role(order: Order, client: Client, name: str) -> None:
    old = tag_map(order.before.get("Tags"))
    if old:
        client.untag_role(RoleName=name, TagKeys=list(old))
    if order.properties.get("Tags"):
        client.tag_role(RoleName=name, Tags=order.properties["Tags"])


def _policies_of_role(order: Order, name: str) -> None:
    client = order.client("iam")
    before = _inline(order.before.get("Policies"))
    after = _inline(order.properties.get("Policies"))
    for policy in before.keys() - after.keys():
        client.delete_role_policy(RoleName=name, PolicyName=policy)
    for policy, document in after.items():
        if before.get(policy) != document:
            client.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=document)
    had = set(order.before.get("ManagedPolicyArns") or ())
    wants = set(order.properties.get("ManagedPolicyArns") or ())
    for arn in had - wants:
        client.detach_role_policy(RoleName=name, PolicyArn=arn)
    for arn in sorted(wants - had):
        client.attach_role_policy(RoleName=name, PolicyArn=arn)


def _inline(policies: Json) -> dict[str, str]:
    return {entry["PolicyName"]: _text(entry["PolicyDocument"]) for entry in policies or ()}


def _role(order: Order, name: str) -> Made:
    role = order.client("iam").get_role(RoleName=name)["Role"]
    return Made(physical_id=name, attributes={"Arn": role["Arn"], "RoleId": role["RoleId"]})


def _delete_role(order: Order) -> None:
    client, name = order.client("iam"), order.physical_id
    for policy in client.list_role_policies(RoleName=name)["PolicyNames"]:
        client.delete_role_policy(RoleName=name, PolicyName=policy)
    for policy in client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        client.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    client.delete_role(RoleName=name)


def _create_policy(order: Order) -> Made:
    name = order.properties["PolicyName"]
    order.announce(name)
    _put_policy(order, order.properties.get("Roles") or ())
    return Made(physical_id=name, attributes={"Id": name})


def _update_policy(order: Order) -> Made:
    roles = order.properties.get("Roles") or ()
    left = set(order.before.get("Roles") or ()) - set(roles)
    if order.changed("PolicyName"):
        left = set(order.before.get("Roles") or ())
    _drop_policy(order, left, order.physical_id)
    _put_policy(order, roles)
    name = order.properties["PolicyName"]
    return Made(physical_id=name, attributes={"Id": name})


def _put_policy(order: Order, roles: Iterable[str]) -> None:
    client, document = order.client("iam"), _text(order.properties["PolicyDocument"])
    name = order.properties["PolicyName"]
    for role in roles:
        client.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)


def _delete_policy(order: Order) -> None:
    _drop_policy(order, order.properties.get("Roles") or (), order.physical_id)


def _drop_policy(order: Order, roles: Iterable[str], name: str) -> None:
    client = order.client("iam")
    for role in roles:
        try:
            client.delete_role_policy(RoleName=role, PolicyName=name)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchEntity":
                raise


def _create_managed(order: Order) -> Made:
    name = order.name("ManagedPolicyName", longest=_LONGEST_POLICY_NAME)
    client = order.client("iam")
    arn: str = client.create_policy(
        PolicyName=name,
        PolicyDocument=_text(order.properties["PolicyDocument"]),
        **order.picked("Path", "Description"),
    )["Policy"]["Arn"]
    order.announce(arn)
    for role in order.properties.get("Roles") or ():
        client.attach_role_policy(RoleName=role, PolicyArn=arn)
    return _managed(arn)


def _update_managed(order: Order) -> Made:
    client, arn = order.client("iam"), order.physical_id
    if order.changed("PolicyDocument"):
        # IAM keeps five versions at most: the ones that are not in force make room.
        for version in client.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                client.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        document = _text(order.properties["PolicyDocument"])
        client.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
    had, wants = (set(side.get("Roles") or ()) for side in (order.before, order.properties))
    for role in had - wants:
        client.detach_role_policy(RoleName=role, PolicyArn=arn)
    for role in wants - had:
        client.attach_role_policy(RoleName=role, PolicyArn=arn)
    return _managed(arn)


def _managed(arn: str) -> Made:
    return Made(physical_id=arn, attributes={"PolicyArn": arn})


def _delete_managed(order: Order) -> None:
    client, arn = order.client("iam"), order.physical_id
    for role in client.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"]:
        client.detach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
    for version in client.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            client.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    client.delete_policy(PolicyArn=arn)


_GONE = frozenset({"NoSuchEntity"})
KINDS = {
    "AWS::IAM::Role": Kind(
        create=_create_role,
        update=_update_role,
        delete=_delete_role,
        gone=_GONE,
        honours=frozenset(
            {
                *("AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "Path", "Tags"),
                *("MaxSessionDuration", "PermissionsBoundary", "Policies", "RoleName"),
            }
        ),
    ),
    "AWS::IAM::Policy": Kind(
        create=_create_policy,
        update=_update_policy,
        delete=_delete_policy,
        gone=_GONE,
        honours=frozenset({"PolicyName", "PolicyDocument", "Roles"}),
    ),
    "AWS::IAM::ManagedPolicy": Kind(
        create=_create_managed,
        update=_update_managed,
        delete=_delete_managed,
        gone=_GONE,
        honours=frozenset({"ManagedPolicyName", "PolicyDocument", "Path", "Description", "Roles"}),
    ),
}
