"""The registry's table: items in and out, changes only over what was read."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from mesh.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REGISTRY = "mesh-registry"
INDEX = "by-state"
Item = dict[str, Any]
_write, _read = TypeSerializer(), TypeDeserializer()


class RegistryTable:
    """Reads are consistent, but for those by the index."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client

    @classmethod
    def connect(cls) -> "RegistryTable":
        """Use the function's own role and region."""
        return cls(boto3.client("dynamodb"))

    def get(self, pk: str, sk: str) -> Item | None:
        """One item, as it is now."""
        found = self._client.get_item(TableName=REGISTRY, Key=_key(pk, sk), ConsistentRead=True)
        return _from_dynamo(found["Item"]) if "Item" in found else None

    def query(self, pk: str, prefix: str = "") -> Iterator[Item]:
        """Items of a partition, as they are now, in the order of their sort keys."""
        condition, values = _condition("pk", "sk", pk, prefix)
        pages = self._client.get_paginator("query").paginate(
            TableName=REGISTRY,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            ConsistentRead=True,
        )
        for page in pages:
            yield from map(_from_dynamo, page["Items"])

    def index(self, pk: str, prefix: str = "") -> Iterator[Item]:
        """Items of the index, which may be a moment old."""
        condition, values = _condition("gsi_pk", "gsi_sk", pk, prefix)
        yield from self._indexed(condition, values)

    def index_until(self, pk: str, last: str) -> Iterator[Item]:
        """Items of the index up to a sort key, which may be a moment old."""
        values = {":pk": _write.serialize(pk), ":last": _write.serialize(last)}
        yield from self._indexed("gsi_pk = :pk AND gsi_sk <= :last", values)

    def put(self, item: Mapping[str, Any], *, over: int | None = None) -> None:
        """Write an item: new if ``over`` is None, else over that revision.

        Raises:
            ConflictError: if it exists, or was changed meanwhile.
        """
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if over is not None:
            condition = {
                "ConditionExpression": "revision = :over",
                "ExpressionAttributeValues": {":over": _write.serialize(over)},
            }
        content = {name: _write.serialize(value) for name, value in item.items()}
        try:
            self._client.put_item(TableName=REGISTRY, Item=content, **condition)
        except ClientError as error:
            raise_unless_condition(error)
            raise ConflictError(
                f"{item['pk']} {item['sk']} was changed by somebody else meanwhile; look at it "
                "and try again"
            ) from None

    def set(self, pk: str, sk: str, fields: Mapping[str, Any], defaults: Mapping[str, Any]) -> None:
        """Set some attributes and leave the others; ``defaults`` only where there are none."""
        steps = [f"#{name} = :{name}" for name in fields]
        steps += [f"#{name} = if_not_exists(#{name}, :{name})" for name in defaults]
        both = {**fields, **defaults}
        self._client.update_item(
            TableName=REGISTRY,
            Key=_key(pk, sk),
            UpdateExpression=f"SET {', '.join(steps)}",
            ExpressionAttributeNames={f"#{name}": name for name in both},
            ExpressionAttributeValues={
                f":{name}": _write.serialize(value) for name, value in both.items()
            },
        )

    def _indexed(self, condition: str, values: Mapping[str, Any]) -> Iterator[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=REGISTRY,
            IndexName=INDEX,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=dict(values),
        )
        for page in pages:
            yield from map(_from_dynamo, page["Items"])


def raise_unless_condition(error: ClientError) -> None:
    """Let every error through but that of a condition that does not hold."""
    if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
        raise error


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _condition(hashed: str, sorted_: str, pk: str, prefix: str) -> tuple[str, dict[str, Any]]:
    values = {":pk": _write.serialize(pk)}
    if not prefix:
        return f"{hashed} = :pk", values
    return f"{hashed} = :pk AND begins_with({sorted_}, :prefix)", {
        **values,
        ":prefix": _write.serialize(prefix),
    }


def _from_dynamo(item: Mapping[str, Any]) -> Item:
    return {name: _read.deserialize(value) for name, value in item.items()}
