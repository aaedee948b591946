"""Lambda, EventBridge and REST API Gateway, called once per operation."""

import io
import json
import zipfile

from tests.emulator.arrange import Json, policy
from tests.emulator.conftest import BotoClient
from tests.emulator.kernel.stories import ARN, TAGS

# Made before the stories are told: Lambda asks for a role that it may become, and for a queue.
ROLE = ARN.format("iam", "role/runs").replace("eu-central-1", "")
QUEUE = ARN.format("sqs", "waiting")


def archive(code: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("app.py", code)
    return buffer.getvalue()


def functions(call: BotoClient) -> None:
    one, code = {"FunctionName": "f"}, archive("def handle(event, _): return event")
    arn = call.create_function(
        **one, Role=ROLE, Handler="app.handle", Runtime="python3.13", Code={"ZipFile": code}
    )["FunctionArn"]
    assert json.load(call.invoke(**one, Payload=b"[1]")["Payload"]) == [1]
    call.update_function_configuration(**one, Timeout=7)
    assert call.get_function_configuration(**one)["Timeout"] == 7
    call.update_function_code(**one, ZipFile=archive("def handle(event, _): return 2"))
    assert json.load(call.invoke(**one)["Payload"]) == 2
    assert call.get_function(**one)["Configuration"]["FunctionArn"] == arn
    assert call.list_functions()["Functions"]
    call.put_function_concurrency(**one, ReservedConcurrentExecutions=1)
    assert call.get_function_concurrency(**one)["ReservedConcurrentExecutions"] == 1
    call.delete_function_concurrency(**one)
    call.add_permission(
        **one, StatementId="s", Action="lambda:InvokeFunction", Principal="events.amazonaws.com"
    )
    assert json.loads(call.get_policy(**one)["Policy"])["Statement"]
    call.remove_permission(**one, StatementId="s")
    call.tag_resource(Resource=arn, Tags={"a": "b"})
    assert call.list_tags(Resource=arn)["Tags"] == {"a": "b"}
    call.untag_resource(Resource=arn, TagKeys=["a"])
    _mappings(call)
    _layers(call, code)
    call.delete_function(**one)


def _mappings(call: BotoClient) -> None:
    made = call.create_event_source_mapping(FunctionName="f", EventSourceArn=QUEUE, Enabled=False)
    mapping = {"UUID": made["UUID"]}
    call.update_event_source_mapping(**mapping, BatchSize=3)
    assert call.get_event_source_mapping(**mapping)["BatchSize"] == 3
    assert call.list_event_source_mappings()["EventSourceMappings"]
    call.delete_event_source_mapping(**mapping)


def _layers(call: BotoClient, code: bytes) -> None:
    number = call.publish_layer_version(LayerName="l", Content={"ZipFile": code})["Version"]
    version = {"LayerName": "l", "VersionNumber": number}
    assert call.get_layer_version(**version)["LayerVersionArn"]
    assert call.list_layer_versions(LayerName="l")["LayerVersions"]
    call.delete_layer_version(**version)


def events(call: BotoClient) -> None:
    bus, rule = {"EventBusName": "b"}, {"EventBusName": "b", "Name": "r"}
    call.create_event_bus(Name="b")
    assert call.describe_event_bus(Name="b")["Name"] == "b"
    assert len(call.list_event_buses()["EventBuses"]) == 2
    arn = call.put_rule(**rule, EventPattern=json.dumps({"source": ["s"]}))["RuleArn"]
    call.disable_rule(**rule)
    assert call.describe_rule(**rule)["State"] == "DISABLED"
    call.enable_rule(**rule)
    assert call.list_rules(**bus)["Rules"]
    call.put_targets(Rule="r", **bus, Targets=[{"Id": "t", "Arn": QUEUE}])
    assert call.list_targets_by_rule(Rule="r", **bus)["Targets"]
    entry = {**bus, "Source": "s", "DetailType": "d", "Detail": "{}"}
    assert call.put_events(Entries=[entry])["FailedEntryCount"] == 0
    call.remove_targets(Rule="r", **bus, Ids=["t"])
    call.put_permission(**bus, StatementId="s", Action="events:PutEvents", Principal="200000000005")
    call.remove_permission(**bus, StatementId="s")
    call.tag_resource(ResourceARN=arn, Tags=TAGS)
    assert call.list_tags_for_resource(ResourceARN=arn)["Tags"] == TAGS
    call.untag_resource(ResourceARN=arn, TagKeys=["a"])
    call.delete_rule(**rule)
    call.delete_event_bus(Name="b")


def apis(call: BotoClient) -> None:
    made = call.create_rest_api(name="a", policy=policy())
    api, root = {"restApiId": made["id"]}, made["rootResourceId"]
    call.update_rest_api(
        **api, patchOperations=[{"op": "replace", "path": "/description", "value": "d"}]
    )
    assert call.get_rest_api(**api)["description"] == "d"
    assert call.get_rest_apis()["items"]
    resource = call.create_resource(**api, parentId=root, pathPart="p")["id"]
    place: Json = {**api, "resourceId": resource}
    assert call.get_resource(**place)["path"] == "/p"
    assert len(call.get_resources(**api)["items"]) == 2
    _method(call, {**place, "httpMethod": "GET"})
    _stage(call, api)
    call.delete_integration(**place, httpMethod="GET")
    call.delete_method(**place, httpMethod="GET")
    call.delete_resource(**place)
    call.delete_rest_api(**api)
    call.update_account(
        patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": ROLE}]
    )
    assert call.get_account()["cloudwatchRoleArn"] == ROLE


def _method(call: BotoClient, method: Json) -> None:
    call.put_method(**method, authorizationType="AWS_IAM")
    call.put_method_response(**method, statusCode="200")
    assert call.get_method(**method)["methodResponses"]["200"]
    call.put_integration(**method, type="MOCK")
    call.put_integration_response(**method, statusCode="200", selectionPattern="")
    assert call.get_integration(**method)["integrationResponses"]["200"]


def _stage(call: BotoClient, api: Json) -> None:
    deployed = {**api, "deploymentId": call.create_deployment(**api)["id"]}
    assert call.get_deployment(**deployed)["id"]
    assert call.get_deployments(**api)["items"]
    stage = {**api, "stageName": "v1"}
    call.create_stage(**stage, deploymentId=deployed["deploymentId"])
    call.update_stage(
        **stage, patchOperations=[{"op": "replace", "path": "/description", "value": "d"}]
    )
    assert call.get_stage(**stage)["description"] == "d"
    assert call.get_stages(**api)["item"]
    call.delete_stage(**stage)
    call.delete_deployment(**deployed)
