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
    call.delete_policy_version(PolicyArn=arn, VersionId=version_id)
    call.delete_policy(PolicyArn=arn)
    call.delete_role(**role)


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
