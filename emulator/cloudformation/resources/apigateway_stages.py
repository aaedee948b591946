"""API Gateway: deployments, stages, and the account's logging role."""

from collections.abc import Iterator, Mapping

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order, tag_map

_METHOD_SETTINGS = {
    "CacheDataEncrypted": "caching/dataEncrypted",
    "CacheTtlInSeconds": "caching/ttlInSeconds",
    "CachingEnabled": "caching/enabled",
    "DataTraceEnabled": "logging/dataTrace",
    "LoggingLevel": "logging/loglevel",
    "MetricsEnabled": "metrics/enabled",
    "ThrottlingBurstLimit": "throttling/burstLimit",
    "ThrottlingRateLimit": "throttling/rateLimit",
}


def _deploy(order: Order) -> Made:
    wanted = {
        "description": order.properties.get("Description", ""),
        "stageName": order.properties.get("StageName", ""),
    }
    made = order.client("apigateway").create_deployment(
        restApiId=order.properties["RestApiId"],
        **{key: value for key, value in wanted.items() if value},
    )
    return Made(physical_id=made["id"], attributes={"DeploymentId": made["id"]})


def _redeploy(order: Order) -> Made:
    order.client("apigateway").update_deployment(
        restApiId=order.properties["RestApiId"],
        deploymentId=order.physical_id,
        patchOperations=[_replace("/description", order.properties.get("Description", ""))],
    )
    return Made(physical_id=order.physical_id, attributes={"DeploymentId": order.physical_id})


def _delete_deployment(order: Order) -> None:
    order.client("apigateway").delete_deployment(
        restApiId=order.properties["RestApiId"], deploymentId=order.physical_id
    )


def _create_stage(order: Order) -> Made:
    client, wanted = order.client("apigateway"), order.properties
    client.create_stage(
        restApiId=wanted["RestApiId"],
        stageName=wanted["StageName"],
        deploymentId=wanted["DeploymentId"],
        description=wanted.get("Description", ""),
        variables=wanted.get("Variables", {}),
        tracingEnabled=wanted.get("TracingEnabled", False),
        tags=tag_map(wanted.get("Tags")),
    )
    order.announce(wanted["StageName"])
    _patch(order, list(_settings(wanted)))
    return Made(physical_id=wanted["StageName"])


def _update_stage(order: Order) -> Made:
    wanted = order.properties
    operations = [
        _replace(f"/{name[:1].lower()}{name[1:]}", wanted.get(name, ""))
        for name in ("DeploymentId", "Description", "TracingEnabled")
        if order.changed(name)
    ]
    for name, value in (wanted.get("Variables") or {}).items():
        if (order.before.get("Variables") or {}).get(name) != value:
            operations.append(_replace(f"/variables/{name}", value))
    _patch(order, [*operations, *_settings(wanted)])
    return Made(physical_id=order.physical_id)


def _patch(order: Order, operations: list[dict[str, str]]) -> None:
    if operations:
        order.client("apigateway").update_stage(
            restApiId=order.properties["RestApiId"],
            stageName=order.properties["StageName"],
            patchOperations=operations,
        )


def _settings(wanted: Mapping[str, Json]) -> Iterator[dict[str, str]]:
    for entry in wanted.get("MethodSettings") or ():
        path = str(entry.get("ResourcePath", "/*")).strip("/").replace("/", "~1")
        where = f"/{path}/{entry.get('HttpMethod', '*')}"
        for name, setting in _METHOD_SETTINGS.items():
            if name in entry:
                yield _replace(f"{where}/{setting}", entry[name])
    log = wanted.get("AccessLogSetting") or {}
    for name, path in (("DestinationArn", "destinationArn"), ("Format", "format")):
        if name in log:
            yield _replace(f"/accessLogSettings/{path}", log[name])


def _replace(path: str, value: Json) -> dict[str, str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


def _delete_stage(order: Order) -> None:
    order.client("apigateway").delete_stage(
        restApiId=order.properties["RestApiId"], stageName=order.physical_id
    )


def _put_account(order: Order) -> Made:
    role = order.properties.get("CloudWatchRoleArn", "")
    order.client("apigateway").update_account(
        patchOperations=[_replace("/cloudwatchRoleArn", role)]
    )
    identifier = order.physical_id or order.name("Id")
    return Made(physical_id=identifier, attributes={"Id": identifier})


def _forget_account(_order: Order) -> None:
    """An account's settings stay, as on AWS."""


_GONE = frozenset({"NotFoundException"})
KINDS = {
    "AWS::ApiGateway::Deployment": Kind(
        create=_deploy,
        update=_redeploy,
        delete=_delete_deployment,
        gone=_GONE,
        honours=frozenset({"RestApiId", "Description", "StageName"}),
    ),
    "AWS::ApiGateway::Stage": Kind(
        create=_create_stage,
        update=_update_stage,
        delete=_delete_stage,
        gone=_GONE,
        honours=frozenset(
            {
                *("AccessLogSetting", "DeploymentId", "Description", "RestApiId", "StageName"),
                *("Tags", "TracingEnabled", "Variables"),
                *("MethodSettings.HttpMethod", "MethodSettings.ResourcePath"),
                *(f"MethodSettings.{name}" for name in _METHOD_SETTINGS),
            }
        ),
    ),
    "AWS::ApiGateway::Account": Kind(
        create=_put_account,
        update=_put_account,
        delete=_forget_account,
        honours=frozenset({"CloudWatchRoleArn"}),
    ),
}
