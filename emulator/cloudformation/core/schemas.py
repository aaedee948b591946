"""AWS's own description of each resource type: its properties, and which of them cannot change."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.template import Json

_CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")


@dataclass(frozen=True, kw_only=True)
class Schema:
    """What CloudFormation knows of one type.

    Attributes:
        create_only: paths like ``("BucketName",)``; a change there makes a new resource.
        required: top-level properties that must be there.
    """

    type: str
    document: Mapping[str, Any]
    create_only: tuple[tuple[str, ...], ...]
    read_only: frozenset[str]
    required: frozenset[str]

    def check(self, properties: Mapping[str, Json]) -> None:
        """Refuse properties that AWS does not know, and missing ones.

        Raises:
            ResourceError: naming the property.
        """
        missing = sorted(self.required - set(properties))
        if missing:
            raise ResourceError(f"{self.type}: property {missing[0]} is required")
        for path, value in _outside(self.coerced(properties), self.document, self.document, ()):
            message = f"property {'.'.join(path)} of {self.type} cannot be {value!r}"
            raise ResourceError(message)
        for path in _unknown(properties, self.document, self.document, ()):
            message = f"Encountered unsupported property {'.'.join(path)} in {self.type}"
            raise ResourceError(message)

    def replaced(self, before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
        """Whether a change is one that AWS makes by a new resource."""
        return any(_at(before, path) != _at(after, path) for path in self.create_only)

    def coerced(self, properties: Mapping[str, Json]) -> Mapping[str, Json]:
        """Numbers and booleans written as texts in the types that the schema asks for."""
        together = {"properties": self.document["properties"]}
        made: Mapping[str, Json] = _coerced(properties, together, self.document)
        return made


def is_custom(type_name: str) -> bool:
    """Whether a type is a custom resource, made by a function of the user."""
    return type_name.startswith(_CUSTOM)


@cache
def schema_of(type_name: str, region: str) -> Schema | None:
    """Schema of a type in a region; None if AWS has no such type."""
    # cfn-lint's schemas take 0.4 s and 75 MB: only a cloud that deploys pays for them.
    from cfnlint.schema import ResourceNotFoundError  # noqa: PLC0415
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # noqa: PLC0415

    try:
        document = PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, type_name).schema
    except ResourceNotFoundError:
        return None
    create_only = tuple(map(_path, document.get("createOnlyProperties", ())))
    read_only = frozenset(".".join(_path(p)) for p in document.get("readOnlyProperties", ()))
    return Schema(
        type=type_name,
        document=document,
        create_only=create_only,
        read_only=read_only,
        required=frozenset(document.get("required", ())) - read_only,
    )


def _path(pointer: str) -> tuple[str, ...]:
    return tuple(part for part in pointer.split("/")[2:] if part not in {"items", "properties"})


def _at(value: Json, path: tuple[str, ...]) -> Json:
    if not path or value is None:
        return value
    first, rest = path[0], path[1:]
    if isinstance(value, list):
        inner = rest if first == "*" else path
        return [_at(item, inner) for item in value]
    return _at(value.get(first), rest) if isinstance(value, dict) else None


def _unknown(
    value: Json, schema: Mapping[str, Any], root: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Paths of names that a closed object of the schema does not have."""
    schema = _followed(schema, root)
    if isinstance(value, list):
        for item in value:
            yield from _unknown(item, schema.get("items", {}), root, path)
    if not isinstance(value, dict) or _open(schema):
        return
    for name, inner in value.items():
        if name not in schema["properties"]:
            yield (*path, name)
        else:
            yield from _unknown(inner, schema["properties"][name], root, (*path, name))


def _outside(
    value: Json, schema: Mapping[str, Any], root: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Paths with values that an enumeration of the schema does not have."""
    schema = _followed(schema, root)
    if isinstance(value, list):
        for item in value:
            yield from _outside(item, schema.get("items", {}), root, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            known = schema.get("properties", {}).get(name, {})
            yield from _outside(inner, known, root, (*path, name))
    elif "enum" in schema and value not in schema["enum"]:
        yield path, value


def _open(schema: Mapping[str, Any]) -> bool:
    several = any(word in schema for word in ("anyOf", "oneOf", "allOf", "patternProperties"))
    closed = schema.get("additionalProperties") is False
    return "properties" not in schema or (several and not closed) or not closed


def _followed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        found: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _coerced(value: Json, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Json:
    schema = _followed(schema, root)
    if isinstance(value, list):
        return [_coerced(item, schema.get("items", {}), root) for item in value]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {name: _coerced(inner, known.get(name, {}), root) for name, inner in value.items()}
    convert = _CONVERSIONS.get(str(schema.get("type")))
    return convert(value) if convert else value


def _to_number(value: Json) -> Json:
    if not isinstance(value, str):
        return value
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def _to_text(value: Json) -> Json:
    return str(value).lower() if isinstance(value, bool) else str(value)


_CONVERSIONS: Mapping[str, Callable[[Json], Json]] = {
    "boolean": lambda value: {"true": True, "false": False}.get(str(value).lower(), value),
    "integer": _to_number,
    "number": _to_number,
    "string": _to_text,
}
