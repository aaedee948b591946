"""An API for tests, and a client that calls it as those of AWS do."""

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from emulator.cloud import Cloud
from emulator.credentials import Credentials
from tests.emulator.arrange import allow, policy
from tests.emulator.conftest import GOVERNANCE, MakeClient
from tests.emulator.functions.arrange import make_function

REGION = "eu-central-1"
ECHO = """
    import json
    def handle(event, _):
        return {'statusCode': 201, 'headers': {'X-Mine': 'yes'}, 'body': json.dumps(event)}
"""


@dataclass(frozen=True)
class Answer:
    """What a client of the API sees."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


def make_api(
    client: MakeClient, code: str = ECHO, *, permitted: bool = True, authorisation: str = "AWS_IAM"
) -> str:
    """A proxy API in governance for the organisation; gives its id."""
    function = make_function(client, GOVERNANCE, "api", code)
    api = client("apigateway", GOVERNANCE)
    organisation = {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}
    document = policy(
        allow("execute-api:Invoke", "execute-api:/*", Principal="*", Condition=organisation)
    )
    made = api.create_rest_api(name="registry", policy=document)
    identifier, root = made["id"], made["rootResourceId"]
    for path in ("{proxy+}", "products"):
        resource = api.create_resource(restApiId=identifier, parentId=root, pathPart=path)["id"]
        if path == "products":
            resource = api.create_resource(
                restApiId=identifier, parentId=resource, pathPart="{product}"
            )["id"]
        api.put_method(
            restApiId=identifier,
            resourceId=resource,
            httpMethod="ANY",
            authorizationType=authorisation,
        )
        api.put_integration(
            restApiId=identifier,
            resourceId=resource,
            httpMethod="ANY",
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations",
        )
    api.create_deployment(restApiId=identifier, stageName="v1")
    if permitted:
        client("lambda", GOVERNANCE).add_permission(
            FunctionName="api",
            StatementId="gateway",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:{REGION}:{GOVERNANCE}:{identifier}/*",
        )
    return str(identifier)


def call(
    cloud: Cloud,
    identifier: str,
    path: str,
    who: Credentials | None,
    method: str = "GET",
    body: bytes = b"",
) -> Answer:
    """Call an API as AWS's clients do: the host is its own, the connection goes to the endpoint."""
    host = f"{identifier}.execute-api.{REGION}.amazonaws.com"
    request = AWSRequest(method, f"https://{host}{path}", data=body)
    if who:
        signer = BotoCredentials(who.access_key, who.secret_key, who.session_token)
        SigV4Auth(signer, "execute-api", REGION).add_auth(request)
    prepared = request.prepare()
    headers = {name: _text(value) for name, value in prepared.headers.items()}
    return send(cloud, method, path, {**headers, "Host": host}, body)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def send(cloud: Cloud, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(cloud.endpoint).netloc)
    connection.request(method, path, body or None, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return Answer(response.status, json.loads(content), dict(response.getheaders()))
