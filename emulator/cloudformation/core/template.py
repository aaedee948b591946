"""What a template says, read and checked as a whole before anything is made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.yaml_forms import load_yaml

Json: TypeAlias = Any
DeletionPolicy: TypeAlias = Literal["Delete", "Retain", "RetainExceptOnCreate"]

_SECTIONS = frozenset(
    {
        *("AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata"),
        *("Outputs", "Parameters", "Resources", "Rules"),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("Type", "Properties", "DependsOn", "Condition", "DeletionPolicy"),
        *("UpdateReplacePolicy", "Metadata"),
    }
)
_POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate"),
    "UpdateReplacePolicy": ("Delete", "Retain"),
}
_MOST = {"Resources": 500, "Outputs": 200, "Parameters": 200, "Mappings": 200}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One resource as the template declares it, nothing resolved."""

    logical_id: str
    type: str
    properties: Mapping[str, Json]
    depends_on: tuple[str, ...] = ()
    condition: str | None = None
    deletion_policy: DeletionPolicy = "Delete"
    replace_policy: Literal["Delete", "Retain"] = "Delete"
    metadata: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template that has the right form; ``text`` is exactly what was sent."""

    text: str
    description: str | None
    parameters: Mapping[str, Mapping[str, Json]]
    mappings: Mapping[str, Json]
    conditions: Mapping[str, Json]
    rules: Mapping[str, Json]
    resources: Mapping[str, Declared]
    outputs: Mapping[str, Mapping[str, Json]]
    metadata: Mapping[str, Json]


def parse(text: str) -> Template:
    """Read a template from JSON or YAML.

    Raises:
        TemplateError: naming the section, resource or attribute that is wrong.
    """
    content = _content(text)
    _check_sections(content)
    resources = _section(content, "Resources")
    if not resources:
        raise TemplateError("Template format error: At least one Resources member must be defined.")
    return Template(
        text=text,
        description=content.get("Description"),
        parameters=_section(content, "Parameters"),
        mappings=_section(content, "Mappings"),
        conditions=_section(content, "Conditions"),
        rules=_section(content, "Rules"),
        resources={name: _declared(name, entry) for name, entry in resources.items()},
        outputs=_section(content, "Outputs"),
        metadata=_section(content, "Metadata"),
    )


def _content(text: str) -> dict[str, Json]:
    if text.lstrip().startswith("{"):
        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            message = f"Template format error: JSON not well-formed. ({error})"
            raise TemplateError(message) from None
    else:
        content = load_yaml(text)
    if not isinstance(content, dict):
        raise TemplateError("Template format error: unsupported structure.")
    return content


def _check_sections(content: Mapping[str, Json]) -> None:
    if content.get("Transform"):
        message = (
            f"Transform {content['Transform']} is not part of the embedded AWS: write plain "
            "resources"
        )
        raise TemplateError(message)
    unknown = sorted(str(name) for name in content if name not in _SECTIONS | {"Transform"})
    if unknown:
        message = f"Invalid template property or properties [{', '.join(unknown)}]"
        raise TemplateError(message)


def _section(content: Mapping[str, Json], name: str) -> dict[str, Json]:
    section = content.get(name) or {}
    if not isinstance(section, dict):
        message = f"Template format error: {name} section must be an object"
        raise TemplateError(message)
    if len(section) > _MOST.get(name, len(section)):
        message = (
            f"Template format error: Number of {name.lower()}, {len(section)}, is greater than "
            f"maximum allowed, {_MOST[name]}"
        )
        raise TemplateError(message)
    return section


def _declared(name: str, entry: Json) -> Declared:
    if not isinstance(entry, dict) or not isinstance(entry.get("Type"), str):
        message = f"Template format error: [/Resources/{name}] resource must have a Type"
        raise TemplateError(message)
    if not name.isalnum():
        message = f"Template format error: Resource name {name} is non alphanumeric."
        raise TemplateError(message)
    unknown = sorted(set(entry) - _ATTRIBUTES)
    if unknown:
        message = (
            f"Invalid template resource property '{unknown[0]}' of {name}: the embedded AWS "
            "does not honour it"
        )
        raise TemplateError(message)
    depends_on = entry.get("DependsOn", [])
    return Declared(
        logical_id=name,
        type=entry["Type"],
        properties=_properties(name, entry),
        depends_on=(depends_on,) if isinstance(depends_on, str) else tuple(depends_on),
        condition=entry.get("Condition"),
        deletion_policy=_policy(name, entry, "DeletionPolicy"),
        replace_policy=_policy(name, entry, "UpdateReplacePolicy"),
        metadata=entry.get("Metadata") or {},
    )


def _properties(name: str, entry: Mapping[str, Json]) -> dict[str, Json]:
    properties = entry.get("Properties") or {}
    if not isinstance(properties, dict):
        raise TemplateError(f"[/Resources/{name}/Properties] must be an object")
    return properties


def _policy(name: str, entry: Mapping[str, Json], attribute: str) -> Any:  # noqa: ANN401 - a literal of either
    policy = entry.get(attribute, "Delete")
    if policy not in _POLICIES[attribute]:
        allowed = ", ".join(_POLICIES[attribute])
        message = f"{attribute} of {name} is {policy!r}; the embedded AWS takes {allowed}"
        raise TemplateError(message)
    return policy
