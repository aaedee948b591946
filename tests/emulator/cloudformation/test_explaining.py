"""What a stack's worker was allowed and refused is told under the call that began its work."""

import json
from typing import Any
from urllib.request import urlopen

from tests.emulator.cloudformation.conftest import Account, setting


def decided(account: Account, name: str) -> list[dict[str, Any]]:
    with urlopen(f"{account.cloud.endpoint}/_emulator/explain/{name}") as answer:  # noqa: S310 - our own
        found: list[dict[str, Any]] = json.load(answer)["decisions"]
    return found


def test_a_deployment_tells_which_of_its_rights_was_missing(account: Account) -> None:
    trusts = {
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "cloudformation.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    }
    role = account.client("iam").create_role(
        RoleName="deployer", AssumeRolePolicyDocument=json.dumps(trusts)
    )["Role"]["Arn"]
    template = json.dumps({"Resources": {"Setting": setting("a")}})

    began = account.cloudformation.create_stack(
        StackName="app", TemplateBody=template, RoleARN=role
    )
    account.settled("app")

    told = decided(account, began["ResponseMetadata"]["RequestId"])
    refused = [one for one in told if not one["allowed"]]
    assert {(one["principal"], one["action"]) for one in refused} == {(role, "ssm:PutParameter")}


def test_a_deletion_tells_what_it_did(account: Account) -> None:
    account.create({"Setting": setting("a")})
    identifier = account.stack()["StackId"]

    began = account.cloudformation.delete_stack(StackName="app")
    account.settled(identifier)

    told = decided(account, began["ResponseMetadata"]["RequestId"])
    assert "ssm:DeleteParameter" in {one["action"] for one in told}
