"""A custom resource is what its function makes of it, and fails for the function's reason."""

import json
from collections.abc import Collection
from typing import Any

import pytest

from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account, setting

# Answers as the request asks it to, and writes each request into an SSM parameter.
SOURCE = """
import json, boto3, urllib.request

def handle(event, context):
    wanted = event["ResourceProperties"]
    name = "/asked/" + event["RequestType"] + "/" + wanted.get("Name", "x")
    shown = {k: v for k, v in event.items() if k != "ResponseURL"}
    boto3.client("ssm").put_parameter(
        Name=name, Value=json.dumps(shown), Type="String", Overwrite=True)
    if wanted.get("Crash") == event["RequestType"]:
        raise RuntimeError("the function broke")
    fails = wanted.get("Fail") == event["RequestType"]
    body = json.dumps({
        "Status": "FAILED" if fails else "SUCCESS",
        "Reason": "it said no" if fails else "",
        "PhysicalResourceId": wanted.get("Id", "thing"),
        "StackId": event["StackId"], "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"Colour": "blue " + wanted.get("Name", "")},
    }).encode()
    if wanted.get("Silent") != "true":
        request = urllib.request.Request(
            event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""})
        urllib.request.urlopen(request)
"""


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "functions", "cloudformation")


def function() -> dict[str, Any]:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    everything = {
        "PolicyName": "all",
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        },
    }
    role = {"AssumeRolePolicyDocument": trust, "Policies": [everything]}
    properties = {
        "FunctionName": "maker",
        "Runtime": "python3.13",
        "Handler": "index.handle",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Code": {"ZipFile": SOURCE},
        "Timeout": 20,
    }
    return {
        "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": properties},
    }


def thing(kind: str = "Custom::Thing", **properties: Json) -> dict[str, Any]:
    token = {"Fn::GetAtt": ["Function", "Arn"]}
    return {"Type": kind, "Properties": {"ServiceToken": token, **properties}}


def asked(account: Account, request_type: str, name: str = "x") -> dict[str, Any] | None:
    text = account.parameter(f"/asked/{request_type}/{name}")
    found: dict[str, Any] | None = json.loads(text) if text else None
    return found


def test_the_function_makes_it_and_its_data_are_attributes(account: Account) -> None:
    status = account.create(
        {
            **function(),
            "Thing": thing(Name="n", Number=3, Flag=True, Deep={"List": [1, False]}),
            "Copy": setting({"Fn::GetAtt": ["Thing", "Colour"]}, "/colour"),
        }
    )

    assert (status, account.parameter("/colour")) == ("CREATE_COMPLETE", "blue n")
    event = asked(account, "Create", "n")
    assert event is not None
    assert event["ResourceType"] == "Custom::Thing"
    assert {k: v for k, v in event["ResourceProperties"].items() if k != "ServiceToken"} == {
        "Name": "n",
        "Number": "3",
        "Flag": "true",
        "Deep": {"List": ["1", "false"]},
    }


def test_the_general_type_is_one_too(account: Account) -> None:
    account.create({**function(), "Thing": thing("AWS::CloudFormation::CustomResource")})

    assert account.physical_id("Thing") == "thing"


def test_an_update_tells_the_old_properties(account: Account) -> None:
    account.create({**function(), "Thing": thing(Name="a")})

    assert account.update({**function(), "Thing": thing(Name="b")}) == "UPDATE_COMPLETE"
    event = asked(account, "Update", "b")
    assert event is not None
    assert event["OldResourceProperties"]["Name"] == "a"
    assert event["PhysicalResourceId"] == "thing"
    assert asked(account, "Delete", "a") is None


def test_another_physical_id_after_an_update_deletes_the_old_thing(account: Account) -> None:
    account.create({**function(), "Thing": thing(Name="a", Id="first")})

    account.update({**function(), "Thing": thing(Name="b", Id="second")})

    event = asked(account, "Delete", "a")
    assert event is not None
    assert event["PhysicalResourceId"] == "first"
    assert account.physical_id("Thing") == "second"


def test_a_failure_fails_the_stack_with_the_reason_of_the_function(account: Account) -> None:
    assert account.create({**function(), "Thing": thing(Fail="Create")}) == "ROLLBACK_COMPLETE"
    assert "it said no" in account.reasons()


def test_a_crash_fails_at_once_and_names_the_log(account: Account) -> None:
    assert account.create({**function(), "Thing": thing(Crash="Create")}) == "ROLLBACK_COMPLETE"
    assert "the function broke" in account.reasons()
    assert "/aws/lambda/maker" in account.reasons()


def test_a_function_that_never_answers_fails_after_its_service_timeout(account: Account) -> None:
    silent = thing(Silent=True, ServiceTimeout=1)

    # The rollback's Delete is not answered either.
    assert account.create({**function(), "Thing": silent}) in {
        "ROLLBACK_COMPLETE",
        "ROLLBACK_FAILED",
    }
    assert "did not receive a response" in account.reasons()


def test_a_failed_update_is_undone_through_the_function(account: Account) -> None:
    account.create({**function(), "Thing": thing(Name="a")})

    bad = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "no name"}, "DependsOn": "Thing"}
    status = account.update({**function(), "Thing": thing(Name="b"), "Bad": bad})

    assert status == "UPDATE_ROLLBACK_COMPLETE"
    event = asked(account, "Update", "a")
    assert event is not None
    assert event["OldResourceProperties"]["Name"] == "b"


def test_deleting_the_stack_asks_the_function_to_delete(account: Account) -> None:
    account.create({**function(), "Thing": thing(Name="a")})

    assert account.delete() == "DELETE_COMPLETE"
    assert asked(account, "Delete", "a") is not None
