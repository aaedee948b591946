"""Lambda: functions."""

import io
import zipfile

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.functions_around import KINDS as AROUND
from emulator.cloudformation.resources.kind import Client, Kind, Made, Order, removed_tags, tag_map

_CONFIGURATION = (
    *("DeadLetterConfig", "Description", "Environment", "EphemeralStorage", "Handler"),
    *("Layers", "LoggingConfig", "MemorySize", "Role", "Runtime", "Timeout", "TracingConfig"),
)
# What Lambda takes for a setting that a template does not name any more.
_DEFAULTS: dict[str, Json] = {
    "DeadLetterConfig": {},
    "Description": "",
    "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512},
    "Layers": [],
    "MemorySize": 128,
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
}
_SOURCE_FILES = {"python": "index.py", "nodejs": "index.js"}


def _create(order: Order) -> Made:
    client, name = order.client("lambda"), order.name("FunctionName")
    client.create_function(
        FunctionName=name,
        Code=_code(order),
        Tags=tag_map(order.properties.get("Tags")),
        **order.picked(*_CONFIGURATION, "Architectures", "PackageType"),
    )
    order.announce(name)
    _limit(order, client, name)
    return _function(order, name)


def _update(order: Order) -> Made:
    client, name = order.client("lambda"), order.physical_id
    if order.changed("Code") or order.changed("Architectures"):
        architectures = order.picked("Architectures")
        client.update_function_code(FunctionName=name, **_code(order), **architectures)
    changed = [field for field in _CONFIGURATION if order.changed(field)]
    if changed:
        wanted = {field: _DEFAULTS.get(field) for field in changed} | order.picked(*changed)
        client.update_function_configuration(
            FunctionName=name, **{key: value for key, value in wanted.items() if value is not None}
        )
    if order.changed("ReservedConcurrentExecutions"):
        _limit(order, client, name)
    arn = order.arn("lambda", f"function:{name}")
    if removed_tags(order):
        client.untag_resource(Resource=arn, TagKeys=removed_tags(order))
    if order.properties.get("Tags") and order.changed("Tags"):
        client.tag_resource(Resource=arn, Tags=tag_map(order.properties["Tags"]))
    return _function(order, name)


def _limit(order: Order, client: Client, name: str) -> None:
    limit = order.properties.get("ReservedConcurrentExecutions")
    if limit is not None:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=limit)
    elif order.before:
        client.delete_function_concurrency(FunctionName=name)


def _code(order: Order) -> dict[str, Json]:
    code: dict[str, Json] = order.properties["Code"]
    if "ZipFile" not in code:
        return {key: code[key] for key in ("S3Bucket", "S3Key", "S3ObjectVersion") if key in code}
    runtime = str(order.properties.get("Runtime", ""))
    name = next((f for start, f in _SOURCE_FILES.items() if runtime.startswith(start)), None)
    if name is None:
        raise ResourceError(f"Code.ZipFile is not possible with runtime {runtime!r}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        # One fixed date: the same source is the same code.
        archive.writestr(zipfile.ZipInfo(name), code["ZipFile"])
    return {"ZipFile": packed.getvalue()}


def _function(order: Order, name: str) -> Made:
    return Made(physical_id=name, attributes={"Arn": order.arn("lambda", f"function:{name}")})


def _delete(order: Order) -> None:
    order.client("lambda").delete_function(FunctionName=order.physical_id)


KINDS = {
    **AROUND,
    "AWS::Lambda::Function": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"ResourceNotFoundException"}),
        honours=frozenset(
            {
                *_CONFIGURATION,
                *("Architectures", "FunctionName", "PackageType", "ReservedConcurrentExecutions"),
                *("Code.S3Bucket", "Code.S3Key", "Code.S3ObjectVersion", "Code.ZipFile", "Tags"),
            }
        ),
    ),
}
