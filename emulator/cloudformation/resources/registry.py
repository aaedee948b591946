"""Finds the handler of a resource type, and checks properties before anything is called."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.honouring import check_honoured
from emulator.cloudformation.core.schemas import is_custom, schema_of
from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources import custom
from emulator.cloudformation.resources.kind import Kind, Made, Order

_SERVICES = (
    *("apigateway", "athena", "cdk", "cloudtrail", "cloudwatch", "dynamodb", "ecr", "events"),
    *("functions", "glue", "iam", "kms", "lakeformation", "logs", "s3", "sns", "sqs", "ssm"),
)
_CUSTOM = Kind(
    create=custom.create, update=custom.update, delete=custom.delete, honours=frozenset()
)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every type that has a handler."""
    found: dict[str, Kind] = {}
    for name in _SERVICES:
        found.update(import_module(f"emulator.cloudformation.resources.{name}").KINDS)
    return found


def kind_of(type_name: str) -> Kind:
    """Handler of a type.

    Raises:
        ResourceError: naming the type, if there is none.
    """
    if is_custom(type_name):
        return _CUSTOM
    found = kinds().get(type_name)
    if found is None:
        raise ResourceError(f"Resource type {type_name} is not supported by the embedded AWS")
    return found


def checked(type_name: str, properties: Mapping[str, Json], region: str) -> Mapping[str, Json]:
    """Properties in the schema's types, all of them known and honoured.

    Raises:
        ResourceError: naming the type or the property.
    """
    kind = kind_of(type_name)
    if is_custom(type_name):
        if not isinstance(properties.get("ServiceToken"), str):
            raise ResourceError(f"{type_name} needs a ServiceToken")
        return properties
    schema = schema_of(type_name, region)
    if schema is None:
        return properties
    schema.check(properties)
    check_honoured(type_name, properties, kind.honours)
    return schema.coerced(properties)


def coerced(type_name: str, properties: Mapping[str, Json], region: str) -> Mapping[str, Json]:
    """Properties in the schema's types, unchecked."""
    schema = None if is_custom(type_name) else schema_of(type_name, region)
    return schema.coerced(properties) if schema else properties


def must_be_replaced(
    type_name: str, before: Mapping[str, Json], after: Mapping[str, Json], region: str
) -> bool:
    """Whether a change of properties asks for a new resource."""
    if is_custom(type_name):
        return before.get("ServiceToken") != after.get("ServiceToken")
    kind, schema = kind_of(type_name), schema_of(type_name, region)
    if kind.update is None or any(before.get(name) != after.get(name) for name in kind.replace_on):
        return True
    return schema is not None and schema.replaced(before, after)


def create(order: Order) -> Made:
    """Make a resource."""
    return kind_of(order.type).create(order)


def update(order: Order) -> Made:
    """Change a resource in place."""
    kind = kind_of(order.type)
    if kind.update is None:
        raise ResourceError(f"{order.type} cannot be changed in place")
    return kind.update(order)


def remove(order: Order) -> None:
    """Delete a resource."""
    kind_of(order.type).remove(order)
