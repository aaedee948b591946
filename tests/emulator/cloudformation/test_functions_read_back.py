"""Every property that functions, layers, mappings and REST APIs honour is really set."""

import io
import json
import zipfile
from collections.abc import Collection
from typing import Any

import pytest

from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "functions", "gateway", "cloudformation")


def resource(kind: str, **properties: Json) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def put_code(account: Account) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "def handle(event, context):\n    return event\n")
    s3 = account.client("s3")
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="code", CreateBucketConfiguration=place)
    s3.put_object(Bucket="code", Key="a.zip", Body=packed.getvalue())


def function(**more: Json) -> dict[str, Any]:
    return resource(
        "AWS::Lambda::Function",
        FunctionName="worker",
        Runtime="python3.13",
        Handler="index.handle",
        Role={"Fn::GetAtt": ["Role", "Arn"]},
        Code={"S3Bucket": "code", "S3Key": "a.zip"},
        **more,
    )


ROLE = resource("AWS::IAM::Role", AssumeRolePolicyDocument=TRUST)


def test_a_function_has_its_layers_limits_and_environment(account: Account) -> None:
    put_code(account)
    layer = resource(
        "AWS::Lambda::LayerVersion",
        LayerName="libraries",
        Content={"S3Bucket": "code", "S3Key": "a.zip"},
        CompatibleArchitectures=["arm64"],
        CompatibleRuntimes=["python3.13"],
    )
    worker = function(
        Architectures=["arm64"],
        DeadLetterConfig={"TargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}},
        Description="works",
        Environment={"Variables": {"MODE": "fast"}},
        EphemeralStorage={"Size": 1024},
        Layers=[{"Ref": "Layer"}],
        LoggingConfig={"LogGroup": {"Ref": "Logs"}},
        MemorySize=512,
        ReservedConcurrentExecutions=1,
        Tags=[{"Key": "team", "Value": "ops"}],
        Timeout=30,
        TracingConfig={"Mode": "Active"},
    )
    logs = resource("AWS::Logs::LogGroup", LogGroupName="/own/worker")
    dead = resource("AWS::SQS::Queue", QueueName="dead")

    status = account.create(
        {"Role": ROLE, "Layer": layer, "Logs": logs, "Dead": dead, "Worker": worker}
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    client = account.client("lambda")
    found = client.get_function(FunctionName="worker")
    configuration = found["Configuration"]
    assert configuration["Architectures"] == ["arm64"]
    assert configuration["DeadLetterConfig"]["TargetArn"].endswith(":dead")
    assert configuration["Environment"]["Variables"] == {"MODE": "fast"}
    assert [entry["Arn"] for entry in configuration["Layers"]] == [account.physical_id("Layer")]
    assert configuration["LoggingConfig"]["LogGroup"] == "/own/worker"
    assert (configuration["MemorySize"], configuration["Timeout"]) == (512, 30)
    assert configuration["TracingConfig"] == {"Mode": "Active"}
    assert found["Tags"]["team"] == "ops"
    assert found["Concurrency"]["ReservedConcurrentExecutions"] == 1


def test_a_function_changes_in_place(account: Account) -> None:
    put_code(account)
    account.create({"Role": ROLE, "Worker": function(MemorySize=512, Timeout=30)})

    assert account.update({"Role": ROLE, "Worker": function(MemorySize=256)}) == "UPDATE_COMPLETE"
    found = account.client("lambda").get_function_configuration(FunctionName="worker")
    assert (found["MemorySize"], found["Timeout"]) == (256, 3)


def test_a_queue_is_mapped_to_a_function_that_others_may_call(account: Account) -> None:
    put_code(account)
    permission = resource(
        "AWS::Lambda::Permission",
        Action="lambda:InvokeFunction",
        FunctionName={"Ref": "Worker"},
        Principal="events.amazonaws.com",
        SourceArn=f"arn:aws:events:eu-central-1:{account.number}:rule/x",
    )
    mapping = resource(
        "AWS::Lambda::EventSourceMapping",
        BatchSize=5,
        Enabled=False,
        EventSourceArn={"Fn::GetAtt": ["Queue", "Arn"]},
        FunctionName={"Ref": "Worker"},
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    queue = resource("AWS::SQS::Queue", VisibilityTimeout=180)

    receive = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [receive]}
    inline = [{"PolicyName": "receive", "PolicyDocument": document}]
    role = resource("AWS::IAM::Role", AssumeRolePolicyDocument=TRUST, Policies=inline)

    status = account.create(
        {"Role": role, "Worker": function(), "P": permission, "Queue": queue, "M": mapping}
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    client = account.client("lambda")
    policy = json.loads(client.get_policy(FunctionName="worker")["Policy"])
    assert policy["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}
    found = client.get_event_source_mapping(UUID=account.physical_id("M"))
    assert found["BatchSize"] == 5
    assert found["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert account.delete() == "DELETE_COMPLETE", account.reasons()


def test_a_rest_api_has_policy_methods_and_stage(account: Account) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}},
    }
    api = resource(
        "AWS::ApiGateway::RestApi",
        Name="registry",
        Policy={"Version": "2012-10-17", "Statement": [statement]},
        EndpointConfiguration={"Types": ["REGIONAL"]},
    )
    proxy = resource(
        "AWS::ApiGateway::Resource",
        RestApiId={"Ref": "Api"},
        ParentId={"Fn::GetAtt": ["Api", "RootResourceId"]},
        PathPart="{proxy+}",
    )
    uri = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:x/invocations"
    method = resource(
        "AWS::ApiGateway::Method",
        RestApiId={"Ref": "Api"},
        ResourceId={"Ref": "Proxy"},
        HttpMethod="ANY",
        AuthorizationType="AWS_IAM",
        Integration={"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": uri},
    )
    deployment = {
        **resource("AWS::ApiGateway::Deployment", RestApiId={"Ref": "Api"}),
        "DependsOn": ["Method"],
    }
    stage = resource(
        "AWS::ApiGateway::Stage",
        RestApiId={"Ref": "Api"},
        DeploymentId={"Ref": "Deployment"},
        StageName="v1",
        MethodSettings=[
            {"HttpMethod": "*", "ResourcePath": "/*", "LoggingLevel": "INFO"},
        ],
    )

    status = account.create(
        {"Api": api, "Proxy": proxy, "Method": method, "Deployment": deployment, "Stage": stage}
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    client, identifier = account.client("apigateway"), account.physical_id("Api")
    found = client.get_rest_api(restApiId=identifier)
    assert "o-airmesh0001" in found["policy"]
    place = {"restApiId": identifier, "resourceId": account.physical_id("Proxy")}
    put = client.get_method(**place, httpMethod="ANY")
    assert (put["authorizationType"], put["methodIntegration"]["uri"]) == ("AWS_IAM", uri)
    live = client.get_stage(restApiId=identifier, stageName="v1")
    assert live["deploymentId"] == account.physical_id("Deployment")
    assert live["methodSettings"]["*/*"]["loggingLevel"] == "INFO"
    assert account.delete() == "DELETE_COMPLETE", account.reasons()
