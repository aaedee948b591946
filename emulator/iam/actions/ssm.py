"""Systems Manager's parameters. Source: Service Authorization Reference, "AWS Systems Manager"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import Actions, Resource, arn, asks, given, same_name
from emulator.iam.matching import Context


def _one(name: str, call: Call) -> str:
    if name.startswith("arn:"):
        return name
    # The slash of a path is the one after "parameter"; a version or label is no part of the name.
    return arn("ssm", f"parameter/{name.split(':', 1)[0].lstrip('/')}", call)


def _by(field: str) -> Resource:
    return lambda call: (_one(str(call.parameters[field]), call),)


def _names(call: Call) -> Iterable[str]:
    return [_one(str(name), call) for name in call.parameters["Names"]]


def _path(call: Call) -> Iterable[str]:
    return (_one(str(call.parameters["Path"]).rstrip("/") or "/", call),)


def _putting(call: Call) -> Context:
    return given(call, {"ssm:Overwrite": "Overwrite"})


ACTIONS: Actions = {
    **same_name("ssm", _by("ResourceId"), ("AddTagsToResource", "ListTagsForResource")),
    **same_name("ssm", _by("ResourceId"), ("RemoveTagsFromResource",)),
    **same_name("ssm", _by("Name"), ("DeleteParameter", "GetParameter")),
    "DescribeParameters": asks("ssm:DescribeParameters"),
    "GetParameters": asks("ssm:GetParameters", _names),
    "GetParametersByPath": asks("ssm:GetParametersByPath", _path),
    "PutParameter": asks("ssm:PutParameter", _by("Name"), _putting),
}
