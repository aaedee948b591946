"""CloudFormation. Source: Service Authorization Reference, "AWS CloudFormation"."""

from collections.abc import Iterable

from emulator.api import AwsError, Call
from emulator.iam.actions.need import (
    Actions,
    arn,
    asks,
    given,
    passes,
    same_name,
    together,
)
from emulator.iam.matching import Context

_ON_STACKS = (
    *("DeleteChangeSet", "DescribeChangeSet", "DescribeStackEvents", "DescribeStackResource"),
    *("DescribeStackResources", "DescribeStacks", "GetTemplate", "GetTemplateSummary"),
    *("ListChangeSets", "ListStackResources", "UpdateTerminationProtection"),
)
_ON_ALL = ("ListExports", "ListImports", "ListStacks", "ValidateTemplate")
_KEYS = {
    "cloudformation:ChangeSetName": "ChangeSetName",
    "cloudformation:ResourceTypes": "ResourceTypes",
    "cloudformation:RoleArn": "RoleARN",
    "cloudformation:StackPolicyUrl": "StackPolicyURL",
    "cloudformation:TemplateUrl": "TemplateURL",
}


def _keys(call: Call) -> Context:
    return given(call, _KEYS)


def _stack(call: Call) -> Iterable[str]:
    from emulator.cloudformation.engine.store import Stacks  # noqa: PLC0415 - not always installed

    stacks, asked = call.cloud.store(Stacks), call.parameters
    name, change_set = asked.get("StackName"), str(asked.get("ChangeSetName") or "")
    if not name and change_set.startswith("arn:"):
        try:
            return (stacks.find_change_set(call.account, call.region, change_set, None).stack.id,)
        except AwsError:
            return (arn("cloudformation", "stack/*", call),)
    if not name:
        return ("*",)
    known = stacks.get(call.account, call.region, str(name))
    if known is not None:
        return (known.id,)
    return (str(name) if ":" in str(name) else arn("cloudformation", f"stack/{name}/*", call),)


_passes = passes("RoleARN", "cloudformation.amazonaws.com")

ACTIONS: Actions = {
    **same_name("cloudformation", _stack, _ON_STACKS, _keys),
    **{name: asks(f"cloudformation:{name}") for name in _ON_ALL},
    **{
        name: together(asks(f"cloudformation:{name}", _stack, _keys), _passes)
        for name in ("CreateChangeSet", "CreateStack", "DeleteStack", "UpdateStack")
    },
    "ExecuteChangeSet": asks("cloudformation:ExecuteChangeSet", _stack, _keys),
}
