"""What a call needs: an IAM action on a resource, under the request's own circumstances."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from emulator.api import Call
from emulator.iam.matching import Context


@dataclass(frozen=True, kw_only=True)
class Need:
    """One right that a call needs.

    Attributes:
        action: IAM's name of it, which is not always the operation's.
        resource: ARN, or ``*`` for actions that know no resource.
        context: condition keys that only this request can tell.
        alone: the caller's own policies decide: the resource does not exist yet, or its owner's
            half is decided elsewhere.
    """

    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)
    alone: bool = False


Entry: TypeAlias = Callable[[Call], Iterable[Need]]
Actions: TypeAlias = Mapping[str, Entry]
"""By operation, all rights that it needs."""

Keys: TypeAlias = Callable[[Call], Context]
Resource: TypeAlias = Callable[[Call], Iterable[str]]

_PARAMETER = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")


def nothing(_: Call) -> Context:
    """No condition keys beyond those of every request."""
    return {}


def everything(_: Call) -> Iterable[str]:
    """For actions without resources."""
    return ("*",)


def decided_later(_: Call) -> Iterable[Need]:
    """The service's own code asks, when it knows which objects a call is about."""
    return ()


def asks(action: str, resource: Resource = everything, keys: Keys = nothing) -> Entry:
    """One action on each resource of a call."""

    def needs(call: Call) -> Iterable[Need]:
        context = keys(call)
        return [Need(action=action, resource=arn, context=context) for arn in resource(call)]

    return needs


def together(*entries: Entry) -> Entry:
    """All of several entries."""
    return lambda call: [need for entry in entries for need in entry(call)]


def same_name(
    service: str, resource: Resource, names: Iterable[str], keys: Keys = nothing
) -> Actions:
    """Operations whose action has their own name."""
    return {name: asks(f"{service}:{name}", resource, keys) for name in names}


def own(service: str, *paths: str) -> Resource:
    """ARNs in the caller's account and region, made of parameters: ``table/{TableName}``.

    A parameter that holds an ARN is the resource itself; ``{Name|default}`` has a default, and a
    parameter without one that a call leaves out is ``*``.
    """

    def arns(call: Call) -> list[str]:
        return [_arn(service, path, call) for path in paths]

    return arns


def named_by(parameter: str) -> Resource:
    """The ARN that a parameter holds."""
    return lambda call: (str(call.parameters.get(parameter) or "*"),)


def _arn(service: str, path: str, call: Call) -> str:
    values = {
        name: str(call.parameters.get(name) or default or "*")
        for name, default in _PARAMETER.findall(path)
    }
    for value in values.values():
        if value.startswith("arn:"):
            return value
    return arn(service, _PARAMETER.sub(lambda found: values[found[1]], path), call)


def arn(service: str, rest: str, call: Call, *, account: str | None = None) -> str:
    """ARN of something in the call's region, and in the caller's account unless told otherwise."""
    return f"arn:aws:{service}:{call.region}:{account or call.account}:{rest}"


def passes(parameter: str, service: str) -> Entry:
    """``iam:PassRole`` for the role that a parameter names, if it names one."""

    def needs(call: Call) -> Iterable[Need]:
        role = call.parameters.get(parameter)
        return [pass_role(str(role), service)] if role else []

    return needs


def pass_role(role: str, service: str) -> Need:
    """The right to hand a role to a service.

    Source: IAM user guide, "Grant a user permissions to pass a role to an AWS service".
    """
    return Need(action="iam:PassRole", resource=role, context={"iam:PassedToService": service})


def given(call: Call, keys: Mapping[str, str]) -> dict[str, str | list[str]]:
    """Condition keys whose value is a parameter, where the call has that parameter."""
    found: dict[str, str | list[str]] = {}
    for key, parameter in keys.items():
        value: Any = call.parameters.get(parameter)
        if value is not None:
            found[key] = [str(one) for one in value] if isinstance(value, list) else _text(value)
    return found


def _text(value: Any) -> str:  # noqa: ANN401 - a parameter of any kind
    return str(value).lower() if isinstance(value, bool) else str(value)
