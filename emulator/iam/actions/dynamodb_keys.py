"""Which items and attributes a DynamoDB call touches, read from its expressions.

Source: DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control".
"""

import re
from collections.abc import Mapping
from typing import Any

_EXPRESSIONS = (
    *("ProjectionExpression", "KeyConditionExpression", "FilterExpression"),
    *("UpdateExpression", "ConditionExpression"),
)
_WORD = re.compile(r"(?<![:\w.#\]])#?[A-Za-z_][\w-]*")
_SYNTAX = frozenset(
    {
        *("add", "and", "attribute_exists", "attribute_not_exists", "attribute_type"),
        *("begins_with", "between", "contains", "delete", "if_not_exists", "in", "list_append"),
        *("not", "or", "remove", "set", "size"),
    }
)


def leading_keys(table_arn: str, asked: Mapping[str, Any]) -> list[Any]:
    """Values of the partition key that a call names; of the index, if it asks one."""
    name = _partition_key(table_arn, asked.get("IndexName"))
    if name is None:
        return []
    for item in (asked.get("Key"), asked.get("Item")):
        if isinstance(item, Mapping) and name in item:
            return [item[name]]
    return _in_condition(name, asked)


def attributes_of(asked: Mapping[str, Any]) -> list[str]:
    """Top-level attributes that a call reads or writes by name."""
    names: Mapping[str, str] = asked.get("ExpressionAttributeNames") or {}
    found = set(asked.get("AttributesToGet") or ())
    for part in ("Key", "Item"):
        found |= set(asked.get(part) or ())
    for expression in _EXPRESSIONS:
        for word in _WORD.findall(str(asked.get(expression) or "")):
            if word.lower() not in _SYNTAX:
                found.add(names.get(word, word))
    return sorted(found)


def plain(value: Any) -> str:  # noqa: ANN401 - an attribute value of any kind
    """Text of an attribute value: ``{"S": "x"}`` is ``x``."""
    found = next(iter(value.values())) if isinstance(value, Mapping) and value else value
    return found.decode("latin-1") if isinstance(found, bytes) else str(found)


def _partition_key(table_arn: str, index: str | None) -> str | None:
    from moto.dynamodb.models import dynamodb_backends  # noqa: PLC0415 - heavy

    _, _, _, region, account, rest = table_arn.split(":", 5)
    table = dynamodb_backends[account][region].tables.get(rest.removeprefix("table/"))
    if table is None:
        return None
    if index is None:
        return str(table.hash_key_attr)
    for known in (*table.global_indexes, *table.indexes):
        if known.name == index:
            return next(str(k["AttributeName"]) for k in known.schema if k["KeyType"] == "HASH")
    return None


def _in_condition(name: str, asked: Mapping[str, Any]) -> list[Any]:
    expression = str(asked.get("KeyConditionExpression") or "")
    names: Mapping[str, str] = asked.get("ExpressionAttributeNames") or {}
    values: Mapping[str, Any] = asked.get("ExpressionAttributeValues") or {}
    for word, value in re.findall(r"(#?[\w.-]+)\s*=\s*(:[\w-]+)", expression):
        if names.get(word, word) == name and value in values:
            return [values[value]]
    conditions: Mapping[str, Any] = asked.get("KeyConditions") or {}
    return list(conditions.get(name, {}).get("AttributeValueList", ()))
