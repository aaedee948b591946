"""IAM and KMS, called once per operation."""

import json

from tests.emulator.arrange import allow, policy, trust
from tests.emulator.conftest import BotoClient
from tests.emulator.kernel.stories import ROOT, TAGS


def iam(call: BotoClient) -> None:
    document, role = policy(allow("s3:*")), {"RoleName": "r"}
    call.create_role(**role, AssumeRolePolicyDocument=trust(ROOT))
    arn = call.create_policy(PolicyName="p", PolicyDocument=document)["Policy"]["Arn"]
    version = call.create_policy_version(PolicyArn=arn, PolicyDocument=document)
    version_id = version["PolicyVersion"]["VersionId"]
    assert call.get_policy(PolicyArn=arn)["Policy"]["PolicyName"] == "p"
    assert call.get_policy_version(PolicyArn=arn, VersionId=version_id)["PolicyVersion"]
    assert len(call.list_policy_versions(PolicyArn=arn)["Versions"]) == 2
    call.attach_role_policy(**role, PolicyArn=arn)
    assert call.list_attached_role_policies(**role)["AttachedPolicies"]
    assert call.list_entities_for_policy(PolicyArn=arn)["PolicyRoles"]
    assert call.list_policies(Scope="Local")["Policies"]
    call.detach_role_policy(**role, PolicyArn=arn)
    call.put_role_policy(**role, PolicyName="i", PolicyDocument=document)
    assert call.get_role_policy(**role, PolicyName="i")["PolicyDocument"] == json.loads(document)
    assert call.list_role_policies(**role)["PolicyNames"] == ["i"]
    call.delete_role_policy(**role, PolicyName="i")
    call.put_role_permissions_boundary(**role, PermissionsBoundary=arn)
    assert call.get_role(**role)["Role"]["PermissionsBoundary"]
    call.delete_role_permissions_boundary(**role)
    call.tag_role(**role, Tags=TAGS)
    assert call.list_role_tags(**role)["Tags"] == TAGS
    call.untag_role(**role, TagKeys=["a"])
    call.update_assume_role_policy(**role, PolicyDocument=trust(ROOT))
    call.update_role(**role, MaxSessionDuration=7200)
    call.update_role_description(**role, Description="d")
    assert len(call.list_roles()["Roles"]) == 1
    _users(call, arn, document)
    _groups(call, arn, document)
    call.delete_policy_version(PolicyArn=arn, VersionId=version_id)
    call.delete_policy(PolicyArn=arn)
    call.delete_role(**role)


def _users(call: BotoClient, arn: str, document: str) -> None:
    user = {"UserName": "u"}
    call.create_user(**user)
    assert call.get_user(**user)["User"]["UserName"] == "u"
    assert len(call.list_users()["Users"]) == 1
    call.attach_user_policy(**user, PolicyArn=arn)
    assert call.list_attached_user_policies(**user)["AttachedPolicies"]
    call.detach_user_policy(**user, PolicyArn=arn)
    call.put_user_policy(**user, PolicyName="i", PolicyDocument=document)
    assert call.get_user_policy(**user, PolicyName="i")["PolicyDocument"] == json.loads(document)
    assert call.list_user_policies(**user)["PolicyNames"] == ["i"]
    call.delete_user_policy(**user, PolicyName="i")
    call.tag_user(**user, Tags=TAGS)
    assert call.list_user_tags(**user)["Tags"] == TAGS
    call.untag_user(**user, TagKeys=["a"])
    key = {**user, "AccessKeyId": call.create_access_key(**user)["AccessKey"]["AccessKeyId"]}
    call.update_access_key(**key, Status="Inactive")
    assert call.list_access_keys(**user)["AccessKeyMetadata"][0]["Status"] == "Inactive"
    call.delete_access_key(**key)


def _groups(call: BotoClient, arn: str, document: str) -> None:
    user, group = {"UserName": "u"}, {"GroupName": "g"}
    call.create_group(**group)
    call.add_user_to_group(**group, **user)
    assert call.get_group(**group)["Users"][0]["UserName"] == "u"
    assert call.list_groups()["Groups"][0]["GroupName"] == "g"
    assert call.list_groups_for_user(**user)["Groups"][0]["GroupName"] == "g"
    call.attach_group_policy(**group, PolicyArn=arn)
    assert call.list_attached_group_policies(**group)["AttachedPolicies"]
    call.detach_group_policy(**group, PolicyArn=arn)
    call.put_group_policy(**group, PolicyName="i", PolicyDocument=document)
    assert call.get_group_policy(**group, PolicyName="i")["PolicyDocument"] == json.loads(document)
    assert call.list_group_policies(**group)["PolicyNames"] == ["i"]
    call.delete_group_policy(**group, PolicyName="i")
    call.remove_user_from_group(**group, **user)
    call.delete_group(**group)
    call.delete_user(**user)


def kms(call: BotoClient) -> None:
    key = {
        "KeyId": call.create_key(Policy=policy(allow("kms:*", Principal=ROOT)))["KeyMetadata"][
            "KeyId"
        ]
    }
    call.create_alias(AliasName="alias/a", TargetKeyId=key["KeyId"])
    call.update_alias(AliasName="alias/a", TargetKeyId=key["KeyId"])
    assert call.list_aliases()["Aliases"]
    call.delete_alias(AliasName="alias/a")
    sealed = call.encrypt(**key, Plaintext=b"x")["CiphertextBlob"]
    assert call.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"
    assert len(call.generate_data_key(**key, KeySpec="AES_256")["Plaintext"]) == 32
    coder = call.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]
    mac = {"KeyId": coder["KeyId"], "MacAlgorithm": "HMAC_SHA_256"}
    assert len(call.generate_mac(**mac, Message=b"x")["Mac"]) == 32
    call.enable_key_rotation(**key)
    assert call.get_key_rotation_status(**key)["KeyRotationEnabled"]
    call.disable_key_rotation(**key)
    call.disable_key(**key)
    call.enable_key(**key)
    call.tag_resource(**key, Tags=[{"TagKey": "a", "TagValue": "b"}])
    assert call.list_resource_tags(**key)["Tags"]
    call.untag_resource(**key, TagKeys=["a"])
    call.put_key_policy(**key, PolicyName="default", Policy=policy(allow("*", Principal=ROOT)))
    assert call.get_key_policy(**key, PolicyName="default")["Policy"]
    call.update_key_description(**key, Description="d")
    assert call.describe_key(**key)["KeyMetadata"]["Description"] == "d"
    assert call.list_keys()["Keys"]
    call.schedule_key_deletion(**key)
    call.cancel_key_deletion(**key)
