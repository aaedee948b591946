"""An API knows who calls it, lets in whom the policies name, and hands the rest to a function."""

from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from emulator.cloud import Cloud
from emulator.credentials import Credentials
from tests.emulator.arrange import allow, make_role
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient
from tests.emulator.gateway.arrange import call, make_api, send

REGION = "eu-central-1"


def test_each_account_is_known_by_its_signature(cloud: Cloud, client: MakeClient) -> None:
    identifier = make_api(client)
    role = make_role(client, CONSUMER, "analyst", allow("execute-api:Invoke"))

    by_producer = call(cloud, identifier, "/v1/a", cloud.administrator(PRODUCER))
    by_consumer = call(cloud, identifier, "/v1/a", cloud.session(role, "ana"))

    one = by_producer.body["requestContext"]["identity"]
    two = by_consumer.body["requestContext"]["identity"]
    assert (one["accountId"], one["userArn"]) == (PRODUCER, f"arn:aws:iam::{PRODUCER}:root")
    assert two["accountId"] == CONSUMER
    assert two["userArn"] == f"arn:aws:sts::{CONSUMER}:assumed-role/analyst/ana"
    assert two["caller"].endswith(":ana")
    assert two["principalOrgId"] == "o-airmesh0001"


def test_the_function_gets_the_request_and_the_client_its_answer(
    cloud: Cloud, client: MakeClient
) -> None:
    identifier = make_api(client)

    answer = call(
        cloud,
        identifier,
        "/v1/products/flight%20s?text=delay&text=rain",
        cloud.administrator(PRODUCER),
        "POST",
        b'{"a": 1}',
    )

    event = answer.body
    assert (answer.status, answer.headers["X-Mine"]) == (201, "yes")
    assert (event["resource"], event["path"]) == ("/products/{product}", "/products/flight s")
    assert event["pathParameters"] == {"product": "flight s"}
    assert event["queryStringParameters"] == {"text": "rain"}
    assert event["multiValueQueryStringParameters"] == {"text": ["delay", "rain"]}
    assert (event["httpMethod"], event["body"]) == ("POST", '{"a": 1}')
    assert event["requestContext"]["accountId"] == GOVERNANCE
    assert event["requestContext"]["path"] == "/v1/products/flight s"


def test_an_api_also_answers_under_the_endpoint(cloud: Cloud, client: MakeClient) -> None:
    identifier = make_api(client)
    url = f"{cloud.endpoint}/_api/{identifier}/v1/deep/path"
    who = cloud.administrator(PRODUCER)
    request = AWSRequest("GET", url)
    SigV4Auth(BotoCredentials(who.access_key, who.secret_key), "execute-api", REGION).add_auth(
        request
    )

    answer = send(cloud, "GET", urlsplit(url).path, dict(request.prepare().headers.items()), b"")

    assert answer.body["pathParameters"] == {"proxy": "deep/path"}


def test_an_unsigned_request_is_refused(cloud: Cloud, client: MakeClient) -> None:
    answer = call(cloud, make_api(client), "/v1/a", None)

    assert (answer.status, answer.body) == (403, {"message": "Missing Authentication Token"})


def test_a_wrong_secret_is_refused(cloud: Cloud, client: MakeClient) -> None:
    key = cloud.administrator(PRODUCER).access_key
    forged = Credentials(access_key=key, secret_key="guess")

    answer = call(cloud, make_api(client), "/v1/a", forged)

    assert answer.status == 403
    assert answer.headers["x-amzn-ErrorType"] == "InvalidSignatureException"


def test_an_account_outside_of_the_organisation_is_refused(
    cloud: Cloud, client: MakeClient
) -> None:
    answer = call(cloud, make_api(client), "/v1/a", cloud.administrator(OUTSIDER))

    assert answer.status == 403
    assert "is not authorized to perform: execute-api:Invoke" in answer.body["Message"]


@pytest.mark.parametrize(("account", "status"), [(CONSUMER, 403), (GOVERNANCE, 201)])
def test_a_foreign_role_also_needs_its_own_policy(
    cloud: Cloud, client: MakeClient, account: str, status: int
) -> None:
    identifier = make_api(client)
    role = make_role(client, account, "weak")

    answer = call(cloud, identifier, "/v1/a", cloud.session(role, "s"))

    assert answer.status == status


@pytest.mark.parametrize("path", ["/v2/a", "/v1"])
def test_a_stage_or_path_that_does_not_exist_is_refused(
    cloud: Cloud, client: MakeClient, path: str
) -> None:
    answer = call(cloud, make_api(client), path, cloud.administrator(PRODUCER))

    assert answer.status == 403


def test_a_function_that_fails_is_a_bad_gateway(cloud: Cloud, client: MakeClient) -> None:
    identifier = make_api(client, "def handle(e, _): raise ValueError('secret')")

    answer = call(cloud, identifier, "/v1/a", cloud.administrator(PRODUCER))

    assert (answer.status, answer.body) == (502, {"message": "Internal server error"})


def test_an_answer_of_the_wrong_form_is_a_bad_gateway(cloud: Cloud, client: MakeClient) -> None:
    identifier = make_api(client, "def handle(e, _): return {'body': 'no status'}")

    assert call(cloud, identifier, "/v1/a", cloud.administrator(PRODUCER)).status == 502


def test_an_api_that_may_not_call_its_function_answers_nothing_else(
    cloud: Cloud, client: MakeClient
) -> None:
    identifier = make_api(client, permitted=False)

    assert call(cloud, identifier, "/v1/a", cloud.administrator(PRODUCER)).status == 500


def test_apis_are_shown_changed_and_deleted(client: MakeClient) -> None:
    identifier = make_api(client)
    api = client("apigateway", GOVERNANCE)
    where = {"restApiId": identifier}
    resources = {item["path"]: item["id"] for item in api.get_resources(**where)["items"]}
    method = {**where, "resourceId": resources["/{proxy+}"], "httpMethod": "ANY"}
    deployment = api.get_deployments(**where)["items"][0]["id"]
    rename = [{"op": "replace", "path": "/name", "value": "other"}]
    describe = [{"op": "replace", "path": "/description", "value": "new"}]

    api.update_rest_api(**where, patchOperations=rename)
    api.create_stage(**where, stageName="v2", deploymentId=deployment)
    api.update_stage(**where, stageName="v2", patchOperations=describe)

    assert api.get_rest_api(**where)["name"] == "other"
    assert [item["id"] for item in api.get_rest_apis()["items"]] == [identifier]
    assert api.get_stage(**where, stageName="v2")["description"] == "new"
    assert {item["stageName"] for item in api.get_stages(**where)["item"]} == {"v1", "v2"}
    assert api.get_method(**method)["authorizationType"] == "AWS_IAM"
    assert api.get_integration(**method)["type"] == "AWS_PROXY"
    assert api.get_resource(**where, resourceId=resources["/products"])["pathPart"] == "products"
    assert api.get_deployment(**where, deploymentId=deployment)["id"] == deployment
    api.get_account()
    api.delete_integration(**method)
    api.delete_method(**method)
    api.delete_resource(**where, resourceId=resources["/{proxy+}"])
    for stage in ("v1", "v2"):
        api.delete_stage(**where, stageName=stage)
    api.delete_deployment(**where, deploymentId=deployment)
    api.delete_rest_api(**where)
    assert api.get_rest_apis()["items"] == []


def test_a_method_without_authorisation_still_obeys_the_apis_policy(
    cloud: Cloud, client: MakeClient
) -> None:
    identifier = make_api(client, authorisation="NONE")

    answer = call(cloud, identifier, "/v1/a", None)

    assert answer.status == 403
    assert answer.body["Message"].startswith("User: anonymous is not authorized to perform")
