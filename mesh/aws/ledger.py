"""The ledger in the registry table: conditional writes, and consistent reads of what matters."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from mesh.aws.ledger_items import (
    entry_item,
    entry_of,
    key_of,
    publication_item,
    publication_of,
    verdict_item,
)
from mesh.errors import ConflictError
from mesh.publishing.landing import ledger_key
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.publications import Publication
from mesh.registry.keys import Family, Listed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_REGISTRY = "mesh-registry"


class DynamoLedger:
    """``Ledger`` over the registry table."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client

    @classmethod
    def connect(cls) -> "DynamoLedger":
        """Use the function's own role and region."""
        return cls(boto3.client("dynamodb"))

    def find(self, domain: str, product: str, file_id: str) -> LedgerEntry | None:
        """The entry as it is now."""
        found = self._client.get_item(
            TableName=_REGISTRY, Key=key_of(domain, product, file_id), ConsistentRead=True
        )
        return entry_of(found["Item"]) if "Item" in found else None

    def write(self, entry: LedgerEntry) -> None:
        """Write revision n over revision n - 1 (1: over nothing)."""
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if entry.revision > 1:
            condition = {
                "ConditionExpression": "revision = :before",
                "ExpressionAttributeValues": {":before": {"N": str(entry.revision - 1)}},
            }
        try:
            self._client.put_item(TableName=_REGISTRY, Item=entry_item(entry), **condition)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            raise ConflictError(
                f"{entry.file_id} was changed by another call meanwhile; this call is tried again"
            ) from None

    def keep(self, entry: LedgerEntry) -> None:
        """Keep the verdict of this revision; keeping it twice is keeping it once."""
        self._client.put_item(TableName=_REGISTRY, Item=verdict_item(entry))

    def files(self, domain: str, product: str) -> Sequence[LedgerEntry]:
        """Every entry of a product."""
        return [entry_of(item) for item in self._query(Family.FILES.key(f"{domain}/{product}"), "")]

    def versions(self, domain: str, product: str, key: str) -> Sequence[LedgerEntry]:
        """Every entry of one key, as they are now."""
        items = self._query(Family.FILES.key(f"{domain}/{product}"), f"{ledger_key(key)}#")
        return [entry for entry in map(entry_of, items) if entry.file.key == key]

    def clean(self, domain: str, product: str) -> Sequence[LedgerEntry]:
        """Clean and unpublished files: found by the index, read from the table itself."""
        listed = [entry_of(item) for item in self._index(Listed.CLEAN, f"{domain}/{product}")]
        current = [self.find(domain, product, entry.file_id) for entry in listed]
        return [entry for entry in current if entry and entry.state == "clean"]

    def publications(self, domain: str, product: str) -> Sequence[Publication]:
        """Every publication, prepared ones included, oldest first."""
        items = self._query(Family.PUBLICATIONS.key(f"{domain}/{product}"), "")
        return [publication_of(item) for item in items]

    def prepared(self, domain: str, product: str) -> Sequence[Publication]:
        """Publications that are not known to be committed, as they are now."""
        items = self._query(Family.PUBLICATIONS.key(f"{domain}/{product}"), "", state="prepared")
        return [publication_of(item) for item in items]

    def record(self, publication: Publication) -> None:
        """Write a publication over what was there under its id."""
        self._client.put_item(TableName=_REGISTRY, Item=publication_item(publication))

    def forget(self, publication: Publication) -> None:
        """Remove a publication that was prepared and never committed."""
        item = publication_item(publication)
        self._client.delete_item(
            TableName=_REGISTRY,
            Key={"pk": item["pk"], "sk": item["sk"]},
            ConditionExpression="#s = :prepared",
            ExpressionAttributeNames={"#s": "state"},
            ExpressionAttributeValues={":prepared": {"S": "prepared"}},
        )

    def _query(self, partition: str, prefix: str, state: str = "") -> Iterator[Mapping[str, Any]]:
        filtered: dict[str, Any] = {}
        values: dict[str, Any] = {":p": {"S": partition}}
        if state:
            filtered = {"FilterExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}}
            values[":s"] = {"S": state}
        yield from self._pages(("pk", "sk", prefix), values, {"ConsistentRead": True, **filtered})

    def _index(self, listed: Listed, of: str) -> Iterator[Mapping[str, Any]]:
        values = {":p": {"S": listed.key(of)}}
        items = self._pages(("gsi_pk", "gsi_sk", ""), values, {"IndexName": "by-state"})
        yield from (item for item in items if listed.family.holds(item["pk"]["S"]))

    def _pages(
        self, key: tuple[str, str, str], values: dict[str, Any], options: Mapping[str, Any]
    ) -> Iterator[Mapping[str, Any]]:
        partition, sort, prefix = key
        condition = f"{partition} = :p"
        if prefix:
            condition += f" AND begins_with({sort}, :b)"
            values[":b"] = {"S": prefix}
        pages = self._client.get_paginator("query").paginate(
            TableName=_REGISTRY,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            **options,
        )
        for page in pages:
            yield from page["Items"]
