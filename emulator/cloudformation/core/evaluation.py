"""Turns a template's values into plain ones: every intrinsic function, every dynamic reference."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.references import SUBSTITUTED
from emulator.cloudformation.core.template import Json

_DYNAMIC = re.compile(r"\{\{resolve:([a-z-]+):([^}]*)\}\}")


class _NoValue:
    """What ``AWS::NoValue`` stands for: the property is absent."""


NO_VALUE = _NoValue()


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Everything outside of a value that it may refer to.

    Attributes:
        names: parameters and pseudo parameters, resolved.
        reference: physical id of a resource, or None if the template has none of that name.
        attribute: attribute of a resource.
        imported: value of another stack's export.
        stored: value of an SSM parameter, as ``name`` or ``name:version``.
    """

    names: Mapping[str, Json]
    mappings: Mapping[str, Json]
    conditions: Mapping[str, Json]
    reference: Callable[[str], str | None]
    attribute: Callable[[str, str], Json]
    imported: Callable[[str], str]
    stored: Callable[[str], str]
    decided: dict[str, bool] = field(default_factory=dict)


class Evaluation:
    """Resolves values in their surroundings.

    Raises (every method):
        TemplateError: naming the function and what is wrong with its argument.
        NotYetKnownError: if a value depends on what is still to be made.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def resolve(self, value: Json) -> Json:
        """Give the plain value; parts that are ``AWS::NoValue`` are gone."""
        if isinstance(value, str):
            return self._dynamic(value)
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref" or (isinstance(name, str) and name.startswith("Fn::")):
                return self._call(name, argument)
        resolved = {key: self.resolve(inner) for key, inner in value.items()}
        return {key: inner for key, inner in resolved.items() if inner is not NO_VALUE}

    def holds(self, condition: str) -> bool:
        """Whether a named condition of the template is met."""
        decided = self.around.decided
        if condition not in decided:
            if condition not in self.around.conditions:
                raise TemplateError(f"Template error: condition {condition} is not defined")
            decided[condition] = self.truth(self.around.conditions[condition])
        return decided[condition]

    def truth(self, value: Json) -> bool:
        """Whether a condition's expression is met."""
        if isinstance(value, dict) and len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Condition":
                return self.holds(argument)
            if name in _CONNECTIVES:
                return _CONNECTIVES[name](self, argument)
        raise TemplateError(f"Template error: not a condition: {value}")

    def _call(self, name: str, argument: Json) -> Json:
        if name in _CONNECTIVES:
            return self.truth({name: argument})
        function = _FUNCTIONS.get(name)
        if function is None:
            raise TemplateError(f"Template error: {name} is not part of the embedded AWS")
        try:
            return function(self, argument)
        except (ValueError, TypeError, IndexError, KeyError) as error:
            if isinstance(error, TemplateError):
                raise
            raise TemplateError(f"Template error: {name} cannot take {argument}: {error}") from None

    def _dynamic(self, text: str) -> str:
        return _DYNAMIC.sub(self._resolved, text) if "{{resolve:" in text else text

    def _resolved(self, found: re.Match[str]) -> str:
        if found[1] != "ssm":
            message = (
                f"dynamic references to {found[1]} are not part of the embedded AWS, only ssm: "
                f"{found[0]}"
            )
            raise TemplateError(message)
        return self.around.stored(found[2])


def reference(evaluation: Evaluation, name: str) -> Json:
    """Ref: a parameter, a pseudo parameter or a resource's physical id."""
    if name == "AWS::NoValue":
        return NO_VALUE
    if name in evaluation.around.names:
        return evaluation.around.names[name]
    physical = evaluation.around.reference(name)
    if physical is None:
        message = f"Template format error: Unresolved resource dependencies [{name}]"
        raise TemplateError(message)
    return physical


def _get_att(evaluation: Evaluation, argument: Json) -> Json:
    name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    return evaluation.around.attribute(name, evaluation.resolve(attribute))


def _sub(evaluation: Evaluation, argument: Json) -> str:
    text, own = (argument, {}) if isinstance(argument, str) else argument
    values = {name: evaluation.resolve(value) for name, value in own.items()}

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in values:
            return _text(values[name])
        if "." in name:
            return _text(_get_att(evaluation, name))
        return _text(reference(evaluation, name))

    return evaluation.resolve(SUBSTITUTED.sub(value, text).replace("${!", "${"))  # type: ignore[no-any-return]


def _join(evaluation: Evaluation, argument: Json) -> Json:
    delimiter, parts = argument
    parts = evaluation.resolve(parts)
    if not isinstance(parts, list):
        raise TemplateError(f"Template error: Fn::Join needs a list, got {parts!r}")
    # A dynamic reference may be put together from parts.
    return evaluation.resolve(str(delimiter).join(map(_text, parts)))


def _select(evaluation: Evaluation, argument: Json) -> Json:
    index, items = (evaluation.resolve(part) for part in argument)
    if not 0 <= int(index) < len(items):
        raise TemplateError(f"Template error: Fn::Select cannot select index {index} of {items}")
    return items[int(index)]


def _split(evaluation: Evaluation, argument: Json) -> list[str]:
    delimiter, text = argument[0], evaluation.resolve(argument[1])
    if not isinstance(text, str):
        raise TemplateError(f"Template error: Fn::Split needs a text, got {text!r}")
    return text.split(delimiter)


def _if(evaluation: Evaluation, argument: Json) -> Json:
    condition, met, unmet = argument
    return evaluation.resolve(met if evaluation.holds(condition) else unmet)


def _find_in_map(evaluation: Evaluation, argument: Json) -> Json:
    name, first, second = (evaluation.resolve(part) for part in argument)
    try:
        return evaluation.resolve(evaluation.around.mappings[name][first][second])
    except KeyError:
        message = f"Template error: Unable to get mapping for {name}::{first}::{second}"
        raise TemplateError(message) from None


def _import_value(evaluation: Evaluation, argument: Json) -> str:
    return evaluation.around.imported(evaluation.resolve(argument))


def _base64(evaluation: Evaluation, argument: Json) -> str:
    from base64 import b64encode  # noqa: PLC0415 - one rare function

    return b64encode(_text(evaluation.resolve(argument)).encode()).decode()


def _zones(evaluation: Evaluation, argument: Json) -> list[str]:
    region = evaluation.resolve(argument) or evaluation.around.names["AWS::Region"]
    return [f"{region}{zone}" for zone in "abc"]


def _cidr(evaluation: Evaluation, argument: Json) -> list[str]:
    from ipaddress import ip_network  # noqa: PLC0415 - one rare function

    block, count, *bits = (evaluation.resolve(part) for part in argument)
    network = ip_network(block)
    width = network.max_prefixlen - int(bits[0] if bits else 8)
    subnets = network.subnets(new_prefix=width)
    return [str(next(subnets)) for _ in range(int(count))]


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise TemplateError(f"Template error: a text is needed here, got {value!r}")


def _equals(evaluation: Evaluation, argument: Json) -> bool:
    left, right = (evaluation.resolve(part) for part in argument)
    return bool(_text(left) == _text(right))


def _contains(evaluation: Evaluation, argument: Json) -> bool:
    items, wanted = (evaluation.resolve(part) for part in argument)
    return wanted in items


_CONNECTIVES: Mapping[str, Callable[[Evaluation, Json], bool]] = {
    "Fn::Equals": _equals,
    "Fn::And": lambda evaluation, parts: all(evaluation.truth(part) for part in parts),
    "Fn::Or": lambda evaluation, parts: any(evaluation.truth(part) for part in parts),
    "Fn::Not": lambda evaluation, parts: not evaluation.truth(parts[0]),
    "Fn::Contains": _contains,
}
_FUNCTIONS: Mapping[str, Callable[[Evaluation, Json], Json]] = {
    "Ref": reference,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::ImportValue": _import_value,
    "Fn::Base64": _base64,
    "Fn::GetAZs": _zones,
    "Fn::Cidr": _cidr,
}
