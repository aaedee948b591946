"""A role that was deleted and made again has no right in an API or a function that named it."""

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from tests.emulator.arrange import allow, make_role, policy
from tests.emulator.conftest import CONSUMER, GOVERNANCE, MakeClient
from tests.emulator.gateway.arrange import call, make_api

READER = f"arn:aws:iam::{CONSUMER}:role/reader"
RIGHTS = allow(["execute-api:Invoke", "lambda:InvokeFunction"])
FUNCTION = f"arn:aws:lambda:eu-central-1:{GOVERNANCE}:function:api"


def make_again(client: MakeClient) -> str:
    iam = client("iam", CONSUMER)
    iam.delete_role_policy(RoleName="reader", PolicyName="inline")
    iam.delete_role(RoleName="reader")
    return make_role(client, CONSUMER, "reader", RIGHTS)


def test_an_api_forgets_a_deleted_role(cloud: Cloud, client: MakeClient) -> None:
    make_role(client, CONSUMER, "reader", RIGHTS)
    identifier = make_api(client)
    opened = policy(allow("execute-api:Invoke", "execute-api:/*", Principal={"AWS": READER}))
    client("apigateway", GOVERNANCE).update_rest_api(
        restApiId=identifier,
        patchOperations=[{"op": "replace", "path": "/policy", "value": opened}],
    )
    assert call(cloud, identifier, "/v1/a", cloud.session(READER, "s")).status == 201

    make_again(client)

    assert call(cloud, identifier, "/v1/a", cloud.session(READER, "s")).status == 403


def test_a_function_forgets_a_deleted_role(client: MakeClient) -> None:
    make_role(client, CONSUMER, "reader", RIGHTS)
    make_api(client)
    client("lambda", GOVERNANCE).add_permission(
        FunctionName="api",
        StatementId="reader",
        Action="lambda:InvokeFunction",
        Principal=READER,
    )
    asked = {"FunctionName": FUNCTION, "InvocationType": "DryRun"}
    assert client("lambda", READER).invoke(**asked)["StatusCode"] == 204

    make_again(client)

    with pytest.raises(ClientError, match="no resource-based policy"):
        client("lambda", READER).invoke(**asked)


def test_a_function_lets_nobody_in_who_does_not_exist(client: MakeClient) -> None:
    make_api(client)

    with pytest.raises(ClientError, match="The provided principal was invalid"):
        client("lambda", GOVERNANCE).add_permission(
            FunctionName="api",
            StatementId="reader",
            Action="lambda:InvokeFunction",
            Principal=READER,
        )
