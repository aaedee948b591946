"""Lambda. Source: Service Authorization Reference, "AWS Lambda"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.functions.description import place_of
from emulator.iam.actions.need import (
    Actions,
    Need,
    asks,
    given,
    named_by,
    own,
    passes,
    same_name,
    together,
)
from emulator.iam.matching import Context

_ON_FUNCTIONS = (
    *("DeleteFunction", "DeleteFunctionConcurrency", "GetFunction", "GetFunctionConcurrency"),
    *("GetFunctionConfiguration", "GetPolicy", "PutFunctionConcurrency"),
)
_ON_MAPPINGS = (*("DeleteEventSourceMapping", "GetEventSourceMapping", "UpdateEventSourceMapping"),)
_passes = passes("Role", "lambda.amazonaws.com")


def function(call: Call) -> Iterable[str]:
    """The function that a name, a partial ARN or an ARN means."""
    name = str(call.parameters["FunctionName"])
    return (place_of(name, account=call.account, region=call.region).arn,)


def _permitting(call: Call) -> Context:
    return given(call, {"lambda:Principal": "Principal"})


def _layers(call: Call) -> Context:
    return given(call, {"lambda:Layer": "Layers"})


def _layers_used(call: Call) -> Iterable[Need]:
    return [
        Need(action="lambda:GetLayerVersion", resource=str(layer))
        for layer in call.parameters.get("Layers") or ()
    ]


def _code(call: Call) -> Iterable[Need]:
    """The archive in S3, which Lambda reads in the caller's name."""
    code = call.parameters.get("Code") or call.parameters.get("Content") or call.parameters
    bucket, key = code.get("S3Bucket"), code.get("S3Key")
    action = "s3:GetObjectVersion" if code.get("S3ObjectVersion") else "s3:GetObject"
    resource = f"arn:aws:s3:::{bucket}/{key}"
    return [Need(action=action, resource=resource)] if bucket else []


def _tags(call: Call) -> Iterable[Need]:
    tagged = call.parameters.get("Tags")
    return [Need(action="lambda:TagResource", resource=one) for one in function(call) if tagged]


def _function_of_mapping(call: Call) -> Context:
    name = call.parameters.get("FunctionName")
    return {"lambda:FunctionArn": next(iter(function(call)))} if name else {}


ACTIONS: Actions = {
    **same_name("lambda", function, _ON_FUNCTIONS),
    **same_name("lambda", function, ("AddPermission", "RemovePermission"), _permitting),
    **same_name(
        "lambda", own("lambda", "event-source-mapping:{UUID}"), _ON_MAPPINGS, _function_of_mapping
    ),
    **same_name("lambda", named_by("Resource"), ("ListTags", "TagResource", "UntagResource")),
    **same_name(
        "lambda",
        own("lambda", "layer:{LayerName}:{VersionNumber}"),
        ("DeleteLayerVersion", "GetLayerVersion"),
    ),
    "CreateEventSourceMapping": asks("lambda:CreateEventSourceMapping", keys=_function_of_mapping),
    "CreateFunction": together(
        asks("lambda:CreateFunction", function, _layers), _passes, _layers_used, _code, _tags
    ),
    "Invoke": asks("lambda:InvokeFunction", function),
    "ListEventSourceMappings": asks("lambda:ListEventSourceMappings"),
    "ListFunctions": asks("lambda:ListFunctions"),
    "ListLayerVersions": asks("lambda:ListLayerVersions", own("lambda", "layer:{LayerName}")),
    "PublishLayerVersion": together(
        asks("lambda:PublishLayerVersion", own("lambda", "layer:{LayerName}")), _code
    ),
    "UpdateFunctionCode": together(asks("lambda:UpdateFunctionCode", function), _code),
    "UpdateFunctionConfiguration": together(
        asks("lambda:UpdateFunctionConfiguration", function, _layers), _passes, _layers_used
    ),
}
