"""Every property that a role or a policy honours is really set, and changes with the template."""

import json
from collections.abc import Collection, Mapping
from typing import Any

import pytest

from emulator.api import Call
from emulator.cloud import Cloud
from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account, setting

TAGS = [{"Key": "team", "Value": "ops"}]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "cloudformation.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "cloudformation")


def allow(action: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def document(found: Json) -> Json:
    return json.loads(found) if isinstance(found, str) else found


def managed(action: str = "s3:GetObject") -> dict[str, Any]:
    properties = {"ManagedPolicyName": "limit", "PolicyDocument": allow(action), "Path": "/mesh/"}
    return {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}


def role(**more: Json) -> Mapping[str, Any]:
    properties = {"RoleName": "worker", "AssumeRolePolicyDocument": TRUST, **more}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def test_a_role_has_path_boundary_policies_and_tags(account: Account) -> None:
    worker = role(
        Path="/mesh/",
        Description="works",
        MaxSessionDuration=7200,
        PermissionsBoundary={"Ref": "Limit"},
        ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        Policies=[{"PolicyName": "own", "PolicyDocument": allow("sqs:SendMessage")}],
        Tags=TAGS,
    )

    status = account.create({"Limit": managed(), "Role": worker})

    assert status == "CREATE_COMPLETE", account.reasons()
    iam = account.client("iam")
    found = iam.get_role(RoleName="worker")["Role"]
    assert found["Arn"] == f"arn:aws:iam::{account.number}:role/mesh/worker"
    assert (found["Description"], found["MaxSessionDuration"]) == ("works", 7200)
    boundary = found["PermissionsBoundary"]["PermissionsBoundaryArn"]
    assert boundary == f"arn:aws:iam::{account.number}:policy/mesh/limit"
    assert found["Tags"] == TAGS
    attached = iam.list_attached_role_policies(RoleName="worker")["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["ReadOnlyAccess"]
    inline = iam.get_role_policy(RoleName="worker", PolicyName="own")["PolicyDocument"]
    assert document(inline) == allow("sqs:SendMessage")


def test_a_role_changes_in_place(account: Account) -> None:
    old = [{"PolicyName": "old", "PolicyDocument": allow("sqs:SendMessage")}]
    new = [{"PolicyName": "new", "PolicyDocument": allow("sns:Publish")}]
    reading = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    account.create({"Role": role(Policies=old, ManagedPolicyArns=[reading], Tags=TAGS)})

    assert account.update({"Role": role(Policies=new)}) == "UPDATE_COMPLETE", account.reasons()
    iam = account.client("iam")
    assert iam.list_role_policies(RoleName="worker")["PolicyNames"] == ["new"]
    assert iam.list_attached_role_policies(RoleName="worker")["AttachedPolicies"] == []
    assert iam.list_role_tags(RoleName="worker")["Tags"] == []


def test_a_policy_follows_its_roles_and_its_document(account: Account) -> None:
    def policy(action: str) -> dict[str, Any]:
        properties = {
            "PolicyName": "extra",
            "PolicyDocument": allow(action),
            "Roles": [{"Ref": "Role"}],
        }
        return {"Type": "AWS::IAM::Policy", "Properties": properties}

    account.create({"Role": role(), "Policy": policy("s3:GetObject")})
    account.update({"Role": role(), "Policy": policy("s3:PutObject")})

    iam = account.client("iam")
    found = iam.get_role_policy(RoleName="worker", PolicyName="extra")["PolicyDocument"]
    assert document(found) == allow("s3:PutObject")
    assert account.delete() == "DELETE_COMPLETE"


def test_a_managed_policy_gets_a_new_version_as_often_as_it_changes(account: Account) -> None:
    account.create({"Limit": managed("s3:Get0")})

    for turn in range(1, 7):
        assert account.update({"Limit": managed(f"s3:Get{turn}")}) == "UPDATE_COMPLETE"

    iam, arn = account.client("iam"), account.physical_id("Limit")
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    found = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    assert document(found) == allow("s3:Get6")


def test_a_stack_works_with_the_session_of_its_execution_role(
    cloud: Cloud, account: Account
) -> None:
    own = {"PolicyName": "own", "PolicyDocument": allow("ssm:*")}
    account.create({"Role": role(RoleName="deployer", Policies=[own])}, "roles")
    seen: list[str] = []

    def put_parameter(call: Call) -> Mapping[str, Any]:
        seen.append(call.principal.arn)
        return {"Version": 1}

    cloud.operations.setdefault("ssm", {})["PutParameter"] = put_parameter
    arn = f"arn:aws:iam::{account.number}:role/deployer"
    account.create({"Setting": setting("on")}, RoleARN=arn)

    assert seen == [f"arn:aws:sts::{account.number}:assumed-role/deployer/AWSCloudFormation"]
