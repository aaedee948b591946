"""API Gateway: REST APIs and the resources and methods in them."""

import json

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.apigateway_stages import KINDS as STAGES
from emulator.cloudformation.resources.kind import Client, Kind, Made, Order, lowered

_API = (
    *("ApiKeySourceType", "BinaryMediaTypes", "Description", "DisableExecuteApiEndpoint"),
    *("EndpointConfiguration", "MinimumCompressionSize", "Name"),
)
_METHOD = (
    *("ApiKeyRequired", "AuthorizationScopes", "AuthorizerId", "OperationName"),
    *("RequestModels", "RequestParameters", "RequestValidatorId"),
)
_INTEGRATION = (
    *("CacheKeyParameters", "CacheNamespace", "ConnectionId", "ConnectionType"),
    *("ContentHandling", "Credentials", "PassthroughBehavior", "RequestParameters"),
    *("RequestTemplates", "TimeoutInMillis", "Type", "Uri"),
)


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _create_api(order: Order) -> Made:
    wanted = {
        _small(key).replace("Type", "") if key == "ApiKeySourceType" else _small(key): value
        for key, value in order.picked(*_API).items()
    }
    if "endpointConfiguration" in wanted:
        wanted["endpointConfiguration"] = lowered(wanted["endpointConfiguration"])
    if order.properties.get("Policy"):
        wanted["policy"] = json.dumps(order.properties["Policy"])
    tags = {tag["Key"]: tag["Value"] for tag in order.properties.get("Tags") or ()}
    made = order.client("apigateway").create_rest_api(**wanted, tags=tags)
    return _api(order, made["id"])


def _update_api(order: Order) -> Made:
    client, operations = order.client("apigateway"), []
    for name in ("Name", "Description", "DisableExecuteApiEndpoint", "MinimumCompressionSize"):
        if order.changed(name):
            value = order.properties.get(name, "")
            operations.append(_replace(f"/{_small(name)}", value))
    if order.changed("Policy"):
        policy = order.properties.get("Policy")
        operations.append(_replace("/policy", json.dumps(policy) if policy else ""))
    if operations:
        client.update_rest_api(restApiId=order.physical_id, patchOperations=operations)
    return _api(order, order.physical_id)


def _replace(path: str, value: Json) -> dict[str, str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


def _api(order: Order, identifier: str) -> Made:
    items = order.client("apigateway").get_resources(restApiId=identifier)["items"]
    root = next(item["id"] for item in items if item["path"] == "/")
    return Made(
        physical_id=identifier, attributes={"RestApiId": identifier, "RootResourceId": root}
    )


def _delete_api(order: Order) -> None:
    order.client("apigateway").delete_rest_api(restApiId=order.physical_id)


def _create_resource(order: Order) -> Made:
    made = order.client("apigateway").create_resource(
        restApiId=order.properties["RestApiId"],
        parentId=order.properties["ParentId"],
        pathPart=order.properties["PathPart"],
    )
    return Made(physical_id=made["id"], attributes={"ResourceId": made["id"]})


def _delete_resource(order: Order) -> None:
    order.client("apigateway").delete_resource(
        restApiId=order.properties["RestApiId"], resourceId=order.physical_id
    )


def _place(order: Order) -> dict[str, str]:
    return {
        "restApiId": order.properties["RestApiId"],
        "resourceId": order.properties["ResourceId"],
        "httpMethod": order.properties["HttpMethod"],
    }


def _put_method(order: Order) -> Made:
    client = order.client("apigateway")
    settings = {_small(key): value for key, value in order.picked(*_METHOD).items()}
    client.put_method(
        **_place(order),
        authorizationType=order.properties.get("AuthorizationType", "NONE"),
        **settings,
    )
    identifier = "|".join(_place(order).values())
    order.announce(identifier)
    for response in order.properties.get("MethodResponses") or ():
        client.put_method_response(**_place(order), **_response(response))
    if "Integration" in order.properties:
        _put_integration(order, client, order.properties["Integration"])
    return Made(physical_id=identifier)


def _put_integration(order: Order, client: Client, wanted: Json) -> None:
    settings = {_small(key): wanted[key] for key in _INTEGRATION if key in wanted}
    if "IntegrationHttpMethod" in wanted:
        settings["integrationHttpMethod"] = wanted["IntegrationHttpMethod"]
    client.put_integration(**_place(order), **settings)
    for response in wanted.get("IntegrationResponses") or ():
        client.put_integration_response(**_place(order), **_response(response))


def _response(wanted: Json) -> dict[str, Json]:
    made = {_small(key): value for key, value in wanted.items()}
    made["statusCode"] = str(made["statusCode"])
    return made


def _update_method(order: Order) -> Made:
    _delete_method(order)
    return _put_method(order)


def _delete_method(order: Order) -> None:
    order.client("apigateway").delete_method(**_place(order))


_GONE = frozenset({"NotFoundException"})
KINDS = {
    **STAGES,
    "AWS::ApiGateway::RestApi": Kind(
        create=_create_api,
        update=_update_api,
        delete=_delete_api,
        gone=_GONE,
        replace_on=frozenset({"BinaryMediaTypes", "EndpointConfiguration", "ApiKeySourceType"}),
        honours=frozenset({*_API, "Policy", "Tags"}),
    ),
    "AWS::ApiGateway::Resource": Kind(
        create=_create_resource,
        update=None,
        delete=_delete_resource,
        gone=_GONE,
        honours=frozenset({"RestApiId", "ParentId", "PathPart"}),
    ),
    "AWS::ApiGateway::Method": Kind(
        create=_put_method,
        update=_update_method,
        delete=_delete_method,
        gone=_GONE,
        honours=frozenset(
            {
                *_METHOD,
                *("AuthorizationType", "HttpMethod", "MethodResponses", "ResourceId", "RestApiId"),
                *("Integration.IntegrationHttpMethod", "Integration.IntegrationResponses"),
                *(f"Integration.{name}" for name in _INTEGRATION),
            }
        ),
    ),
}
