"""Stacks, their templates and their exports can be looked at through the API."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.emulator.cloudformation.conftest import Account, broken, setting

EXPORT = {"Out": {"Value": {"Ref": "Setting"}, "Export": {"Name": "app:setting"}}}
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}},
}


def test_a_template_is_given_back_as_it_was_sent(account: Account) -> None:
    account.create({"Setting": setting("on")})

    body = account.cloudformation.get_template(StackName="app")["TemplateBody"]

    assert body["Resources"] == {"Setting": setting("on")}


def test_resources_are_listed_with_their_status(account: Account) -> None:
    account.create({"Setting": setting("on")})

    listed = account.cloudformation.list_stack_resources(StackName="app")

    (resource,) = listed["StackResourceSummaries"]
    assert (resource["LogicalResourceId"], resource["ResourceStatus"]) == (
        "Setting",
        "CREATE_COMPLETE",
    )
    assert resource["PhysicalResourceId"] == "/app/setting"


def test_stacks_are_listed_by_status_deleted_ones_included(account: Account) -> None:
    account.create({"Setting": setting("on")}, "gone")
    account.delete("gone")
    account.create({"Bad": broken()}, "bad")

    def named(*statuses: str) -> list[str]:
        found = account.cloudformation.list_stacks(StackStatusFilter=list(statuses))
        return [summary["StackName"] for summary in found["StackSummaries"]]

    assert named("DELETE_COMPLETE") == ["gone"]
    assert named("ROLLBACK_COMPLETE") == ["bad"]


def test_exports_are_listed_with_their_stack(account: Account) -> None:
    account.create({"Setting": setting("on")}, outputs=EXPORT)

    (export,) = account.cloudformation.list_exports()["Exports"]

    assert export["Name"] == "app:setting"
    assert export["Value"] == "/app/setting"
    assert export["ExportingStackId"] == account.stack()["StackId"]


def test_a_summary_says_what_a_template_asks_for(account: Account) -> None:
    body = {
        "Parameters": {"Size": {"Type": "Number", "Default": 3}},
        "Resources": {"Role": ROLE, "Setting": setting("on")},
    }

    summary = account.cloudformation.get_template_summary(TemplateBody=json.dumps(body))

    assert summary["ResourceTypes"] == ["AWS::IAM::Role", "AWS::SSM::Parameter"]
    assert summary["Capabilities"] == ["CAPABILITY_IAM"]
    assert [(p["ParameterKey"], p["DefaultValue"]) for p in summary["Parameters"]] == [
        ("Size", "3")
    ]


def test_a_template_is_validated_before_anything_is_made(account: Account) -> None:
    good = {"Description": "fine", "Resources": {"Setting": setting("on")}}
    bad = {"Resources": {"Setting": setting({"Ref": "Nobody"})}}

    validated = account.cloudformation.validate_template(TemplateBody=json.dumps(good))

    assert validated["Description"] == "fine"
    with pytest.raises(ClientError, match="Nobody"):
        account.cloudformation.validate_template(TemplateBody=json.dumps(bad))
