"""DynamoDB. Source: Service Authorization Reference, "Amazon DynamoDB"."""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.api import Call
from emulator.iam.actions.dynamodb_keys import attributes_of, leading_keys, plain
from emulator.iam.actions.keys_in_use import READING, uses_key
from emulator.iam.actions.need import (
    Actions,
    Entry,
    Need,
    arn,
    asks,
    named_by,
    own,
    same_name,
    together,
)
from emulator.iam.matching import Context

_TABLE = own("dynamodb", "table/{TableName}")
_ON_TABLES = (
    *("DeleteTable", "DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive"),
    *("UpdateContinuousBackups", "UpdateTable", "UpdateTimeToLive"),
)
_ON_TAGGED = ("ListTagsOfResource", "TagResource", "UntagResource")
_IN_TRANSACTIONS = {
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Delete": "dynamodb:DeleteItem",
    "Get": "dynamodb:GetItem",
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
}


def _table_arn(name: str, call: Call) -> str:
    return name if name.startswith("arn:") else arn("dynamodb", f"table/{name}", call)


def _need(action: str, table: str, keys: list[Any], asked: Mapping[str, Any]) -> Need:
    context: dict[str, str | list[str]] = {}
    if keys:
        context["dynamodb:LeadingKeys"] = sorted({plain(key) for key in keys})
    attributes = attributes_of(asked)
    if attributes:
        context["dynamodb:Attributes"] = attributes
    for key, name in (("dynamodb:Select", "Select"), ("dynamodb:ReturnValues", "ReturnValues")):
        if name in asked:
            context[key] = str(asked[name])
    return Need(action=action, resource=table, context=context)


def _item(call: Call) -> Iterable[Need]:
    """One item, or the items under one leading key."""
    asked = call.parameters
    table = _table_arn(str(asked["TableName"]), call)
    index = asked.get("IndexName")
    keys = leading_keys(table, asked)
    where = f"{table}/index/{index}" if index else table
    yield _need(f"dynamodb:{call.operation}", where, keys, asked)
    yield from uses_key(table, READING, call.account)


def _batch(call: Call) -> Iterable[Need]:
    """Several items of several tables, each table one right."""
    for name, wanted in call.parameters["RequestItems"].items():
        table = _table_arn(str(name), call)
        items = wanted["Keys"] if isinstance(wanted, Mapping) else [_written(one) for one in wanted]
        keys = [key for item in items for key in leading_keys(table, {"Key": item})]
        asked = wanted if isinstance(wanted, Mapping) else {}
        yield _need(f"dynamodb:{call.operation}", table, keys, asked)
        yield from uses_key(table, READING, call.account)


def _written(request: Mapping[str, Any]) -> Mapping[str, Any]:
    put, delete = request.get("PutRequest"), request.get("DeleteRequest")
    found: Mapping[str, Any] = put["Item"] if put else (delete or {}).get("Key", {})
    return found


def _transaction(call: Call) -> Iterable[Need]:
    """Each item by itself, under the action of what is done to it."""
    for entry in call.parameters["TransactItems"]:
        for kind, asked in entry.items():
            table = _table_arn(str(asked["TableName"]), call)
            need = _need(_IN_TRANSACTIONS[kind], table, leading_keys(table, asked), asked)
            enclosing: Context = {"dynamodb:EnclosingOperation": call.operation}
            yield Need(action=need.action, resource=table, context={**need.context, **enclosing})
            yield from uses_key(table, READING, call.account)


def _tags(call: Call) -> Iterable[Need]:
    tagged = call.parameters.get("Tags")
    return [Need(action="dynamodb:TagResource", resource=one) for one in _TABLE(call) if tagged]


_ITEMS: Mapping[str, Entry] = dict.fromkeys(
    ("DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"), _item
)

ACTIONS: Actions = {
    **_ITEMS,
    **same_name("dynamodb", _TABLE, _ON_TABLES),
    **same_name("dynamodb", named_by("ResourceArn"), _ON_TAGGED),
    "BatchGetItem": _batch,
    "BatchWriteItem": _batch,
    "CreateTable": together(asks("dynamodb:CreateTable", _TABLE), _tags),
    "ListTables": asks("dynamodb:ListTables"),
    "TransactGetItems": _transaction,
    "TransactWriteItems": _transaction,
}
