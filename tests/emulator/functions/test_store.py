"""Functions, their permissions and layers are kept as AWS keeps them."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import make_role
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient
from tests.emulator.functions.arrange import make_function, packed


def test_a_role_that_does_not_trust_lambda_is_refused(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "others")

    with pytest.raises(ClientError, match="cannot be assumed by Lambda"):
        client("lambda", PRODUCER).create_function(
            FunctionName="f",
            Role=role,
            Handler="app.handle",
            Runtime="python3.13",
            Code={"ZipFile": packed("def handle(e, _): pass")},
        )


def test_functions_are_listed_limited_tagged_and_deleted(client: MakeClient) -> None:
    arn = make_function(client, PRODUCER, "f", "def handle(e, _): pass")
    functions = client("lambda", PRODUCER)
    functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=2)
    functions.tag_resource(Resource=arn, Tags={"a": "b"})
    functions.add_permission(
        FunctionName="f", StatementId="s", Action="lambda:InvokeFunction", Principal=CONSUMER
    )
    functions.update_function_configuration(FunctionName="f", Timeout=7)

    limit = functions.get_function_concurrency(FunctionName="f")
    policy = json.loads(functions.get_policy(FunctionName="f")["Policy"])
    assert [entry["FunctionName"] for entry in functions.list_functions()["Functions"]] == ["f"]
    assert limit["ReservedConcurrentExecutions"] == 2
    assert functions.list_tags(Resource=arn)["Tags"] == {"a": "b"}
    assert policy["Statement"][0]["Principal"] == {"AWS": f"arn:aws:iam::{CONSUMER}:root"}
    assert functions.get_function_configuration(FunctionName="f")["Timeout"] == 7
    functions.remove_permission(FunctionName="f", StatementId="s")
    functions.untag_resource(Resource=arn, TagKeys=["a"])
    functions.delete_function_concurrency(FunctionName="f")
    functions.delete_function(FunctionName="f")
    assert functions.list_functions()["Functions"] == []


def test_layers_are_kept(client: MakeClient) -> None:
    functions = client("lambda", PRODUCER)

    made = functions.publish_layer_version(LayerName="l", Content={"ZipFile": packed("x = 1")})

    version = {"LayerName": "l", "VersionNumber": made["Version"]}
    assert len(functions.list_layer_versions(LayerName="l")["LayerVersions"]) == 1
    shown = functions.get_layer_version(**version)
    assert shown["LayerVersionArn"] == made["LayerVersionArn"]
    functions.delete_layer_version(**version)
    assert functions.list_layer_versions(LayerName="l")["LayerVersions"] == []


def test_the_log_group_is_shown_with_the_function(client: MakeClient) -> None:
    logging = {"LogGroup": "/own", "LogFormat": "JSON"}
    make_function(client, PRODUCER, "f", "def handle(e, _): pass", LoggingConfig=logging)

    shown = client("lambda", PRODUCER).get_function(FunctionName="f")["Configuration"]

    assert shown["LoggingConfig"] == logging
