"""The registry's table: items in and out, changes only over what was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from mesh.errors import ConflictError
from mesh.registry.keys import Listed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REGISTRY = "mesh-registry"
INDEX = "by-state"
Item = dict[str, Any]
_write, _read = TypeSerializer(), TypeDeserializer()


@dataclass(frozen=True)
class Write:
    """An item to write: a new one, or one over the revision that was read."""

    item: Item
    over: int | None = None

    def to_request(self) -> Any:  # noqa: ANN401 - DynamoDB's own shape
        """The write as DynamoDB takes it."""
        content = {name: _write.serialize(value) for name, value in self.item.items()}
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if self.over is not None:
            condition = {
                "ConditionExpression": "revision = :over",
                "ExpressionAttributeValues": {":over": _write.serialize(self.over)},
            }
        return {"TableName": REGISTRY, "Item": content, **condition}


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

    def index(self, listed: Listed, prefix: str = "") -> Iterator[Item]:
        """Items of the index, which may be a moment old."""
        condition, values = _condition("gsi_pk", "gsi_sk", listed.key(), prefix)
        yield from self._indexed(listed, condition, values)

    def index_until(self, listed: Listed, last: str) -> Iterator[Item]:
        """Items of the index up to a sort key, which may be a moment old."""
        values = {":pk": _write.serialize(listed.key()), ":last": _write.serialize(last)}
        yield from self._indexed(listed, "gsi_pk = :pk AND gsi_sk <= :last", values)

    def put(self, *writes: "Write") -> None:
        """Write items, all or none, each over what its writer has read.

        Raises:
            ConflictError: if one exists already, or was changed meanwhile.
        """
        try:
            self._client.transact_write_items(
                TransactItems=[{"Put": write.to_request()} for write in writes]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "TransactionCanceledException":
                raise
            keys = ", ".join(f"{write.item['pk']} {write.item['sk']}" for write in writes)
            raise _outrun(keys) from None

    def set(
        self,
        pk: str,
        sk: str,
        fields: Mapping[str, Any],
        defaults: Mapping[str, Any],
        *,
        over: int | None = None,
    ) -> None:
        """Set some attributes and leave the others; ``defaults`` only where there are none.

        Args:
            over: the revision that was read, 0 for none yet; without it, whatever is there.

        Raises:
            ConflictError: if there is another revision.
        """
        steps = [f"#{name} = :{name}" for name in fields]
        steps += [f"#{name} = if_not_exists(#{name}, :{name})" for name in defaults]
        both = {**fields, **defaults}
        values = {f":{name}": _write.serialize(value) for name, value in both.items()}
        condition: dict[str, Any] = {}
        if over is not None:
            condition = {"ConditionExpression": "attribute_not_exists(revision)"}
        if over:
            condition = {"ConditionExpression": "revision = :over"}
            values[":over"] = _write.serialize(over)
        try:
            self._client.update_item(
                TableName=REGISTRY,
                Key=_key(pk, sk),
                UpdateExpression=f"SET {', '.join(steps)}",
                ExpressionAttributeNames={f"#{name}": name for name in both},
                ExpressionAttributeValues=values,
                **condition,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            raise _outrun(f"{pk} {sk}") from None

    def _indexed(self, listed: Listed, condition: str, values: Mapping[str, Any]) -> Iterator[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=REGISTRY,
            IndexName=INDEX,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=dict(values),
        )
        for page in pages:
            items = map(_from_dynamo, page["Items"])
            yield from (item for item in items if listed.family.holds(item["pk"]))


def _outrun(keys: str) -> ConflictError:
    return ConflictError(f"{keys}: changed by somebody else meanwhile; look at it and try again")


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
