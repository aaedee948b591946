"""Who hands a role or another's thing to a service needs the right to do so."""

import io
import zipfile
from collections.abc import Collection

import pytest
from botocore.exceptions import ClientError, WaiterError

from tests.emulator.arrange import allow, make_bucket, make_role, trust
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient

REGION = "eu-central-1"
FUNCTION = f"arn:aws:lambda:{REGION}:{PRODUCER}:function:f"
QUEUE = f"arn:aws:sqs:{REGION}:{PRODUCER}:q"
ROLES = f"arn:aws:iam::{PRODUCER}:role/"


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "functions", "events", "lakeformation", "glue", "cloudformation")


def code() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("f.py", "def handle(event, _):\n    return event\n")
    return packed.getvalue()


def create(client: BotoClient, role: str, **code_in: object) -> object:
    return client.create_function(
        FunctionName="f",
        Role=role,
        Runtime="python3.13",
        Handler="f.handle",
        Code=code_in or {"ZipFile": code()},
    )


@pytest.mark.parametrize(
    ("service", "allowed"), [("lambda.amazonaws.com", True), ("events.amazonaws.com", False)]
)
def test_a_function_takes_only_a_role_that_its_maker_may_pass_to_lambda(
    client: MakeClient, service: str, *, allowed: bool
) -> None:
    run = make_role(client, PRODUCER, "run", trusts=trust({"Service": "lambda.amazonaws.com"}))
    passed = {"StringEquals": {"iam:PassedToService": service}}
    maker = make_role(
        client,
        PRODUCER,
        "maker",
        allow("lambda:CreateFunction", FUNCTION),
        allow("iam:PassRole", run, Condition=passed),
    )

    if allowed:
        assert create(client("lambda", maker), run)
    else:
        with pytest.raises(ClientError, match="iam:PassRole"):
            create(client("lambda", maker), run)


def test_a_functions_code_is_read_with_its_makers_right(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "assets").put_object(Bucket="assets", Key="f.zip", Body=code())
    run = make_role(client, PRODUCER, "run", trusts=trust({"Service": "lambda.amazonaws.com"}))
    makes = allow(["lambda:CreateFunction", "iam:PassRole"])
    maker = make_role(client, PRODUCER, "maker", makes)
    reader = make_role(client, PRODUCER, "reader", makes, allow("s3:GetObject"))

    with pytest.raises(ClientError, match="s3:GetObject"):
        create(client("lambda", maker), run, S3Bucket="assets", S3Key="f.zip")
    assert create(client("lambda", reader), run, S3Bucket="assets", S3Key="f.zip")


def test_a_targets_role_is_passed_to_events(client: MakeClient) -> None:
    client("events", PRODUCER).put_rule(Name="r", EventPattern='{"source": ["a"]}')
    run = make_role(client, PRODUCER, "run", trusts=trust({"Service": "events.amazonaws.com"}))
    maker = make_role(client, PRODUCER, "maker", allow("events:PutTargets"))
    target = {"Id": "1", "Arn": QUEUE}

    client("events", maker).put_targets(Rule="r", Targets=[target])

    with pytest.raises(ClientError, match="iam:PassRole"):
        client("events", maker).put_targets(Rule="r", Targets=[{**target, "RoleArn": run}])


def test_each_event_needs_the_right_on_its_own_bus(client: MakeClient) -> None:
    bus = f"arn:aws:events:{REGION}:{PRODUCER}:event-bus/default"
    only = {"StringEquals": {"events:source": "mesh"}}
    sender = make_role(client, PRODUCER, "sender", allow("events:PutEvents", bus, Condition=only))
    entry = {"DetailType": "d", "Detail": "{}"}

    answer = client("events", sender).put_events(
        Entries=[{**entry, "Source": "mesh"}, {**entry, "Source": "other"}]
    )

    assert [("EventId" in one, one.get("ErrorCode")) for one in answer["Entries"]] == [
        (True, None),
        (False, "AccessDenied"),
    ]


def test_a_location_is_registered_with_a_role_that_may_be_passed(client: MakeClient) -> None:
    reads = trust({"Service": "lakeformation.amazonaws.com"})
    run = make_role(client, PRODUCER, "reads", trusts=reads)
    maker = make_role(client, PRODUCER, "maker", allow("lakeformation:*"))

    with pytest.raises(ClientError, match="iam:PassRole"):
        client("lakeformation", maker).register_resource(
            ResourceArn="arn:aws:s3:::zone", RoleArn=run
        )


def test_a_stack_does_only_what_its_callers_or_its_own_role_may(client: MakeClient) -> None:
    template = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {}}}}'
    deploys = allow(["cloudformation:*", "iam:PassRole"])
    caller = make_role(client, PRODUCER, "caller", deploys)
    served = trust({"Service": "cloudformation.amazonaws.com"})
    executes = make_role(client, PRODUCER, "executes", allow("sqs:*"), trusts=served)
    stacks = client("cloudformation", caller)

    stacks.create_stack(StackName="alone", TemplateBody=template)
    stacks.create_stack(StackName="served", TemplateBody=template, RoleARN=executes)

    with pytest.raises(WaiterError):
        wait(stacks, "alone")
    wait(stacks, "served")
    reasons = stacks.describe_stack_events(StackName="alone")["StackEvents"]
    assert any("sqs:createqueue" in one.get("ResourceStatusReason", "") for one in reasons)


def wait(stacks: BotoClient, name: str) -> None:
    stacks.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100}
    )


def test_a_stack_takes_no_role_that_does_not_trust_cloudformation(client: MakeClient) -> None:
    template = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {}}}}'
    runs = trust({"Service": "lambda.amazonaws.com"})
    executes = make_role(client, PRODUCER, "executes", allow("sqs:*"), trusts=runs)

    with pytest.raises(ClientError, match="cannot be assumed"):
        client("cloudformation", PRODUCER).create_stack(
            StackName="served", TemplateBody=template, RoleARN=executes
        )
