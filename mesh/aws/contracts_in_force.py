"""Reads contracts and domains from the registry, as scanner, publisher and sweep need them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import boto3

from mesh.contracts.model import Contract
from mesh.naming import ProductAddress
from mesh.publishing.ports import DomainAccount
from mesh.registry.keys import Family, Listed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REGISTRY = "mesh-registry"


class RegisteredContracts:
    """``Contracts`` over the registry table; every question is a fresh read."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client

    @classmethod
    def connect(cls) -> "RegisteredContracts":
        """Use the function's own role and region."""
        return cls(boto3.client("dynamodb"))

    def domains(self) -> Sequence[DomainAccount]:
        """Every registered domain."""
        return [
            DomainAccount(item["sk"]["S"], item["account"]["S"])
            for item in self._query(Family.DOMAINS.key())
            if item.get("state", {}).get("S") == "registered"
        ]

    def in_force(self, domain: str, product: str) -> Contract | None:
        """The active contract of the highest major, or None."""
        active = [item for item in self._contracts(domain, product) if _is_active(item)]
        return Contract.from_json(active[-1]["contract"]["S"]) if active else None

    def products(self, domain: str) -> Sequence[str]:
        """Names of the domain's products that have an active contract."""
        pages = self._client.get_paginator("query").paginate(
            TableName=REGISTRY,
            IndexName="by-state",
            KeyConditionExpression="gsi_pk = :p AND begins_with(gsi_sk, :d)",
            ExpressionAttributeValues={
                ":p": {"S": Listed.PRODUCTS.key()},
                ":d": {"S": f"{domain}/"},
            },
        )
        addresses = [
            ProductAddress.parse(item["gsi_sk"]["S"])
            for page in pages
            for item in page["Items"]
            if _is_active(item) and Listed.PRODUCTS.family.holds(item["pk"]["S"])
        ]
        return sorted({address.product for address in addresses})

    def mark_published(self, address: ProductAddress) -> None:
        """Record that the product's tables exist."""
        key = {
            "pk": {"S": Family.PRODUCTS.key(f"{address.domain}/{address.product}")},
            "sk": {"S": f"CONTRACT#{address.major:04}"},
        }
        self._client.update_item(
            TableName=REGISTRY,
            Key=key,
            UpdateExpression="SET table_state = :s",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":s": {"S": "published"}},
        )

    def _contracts(self, domain: str, product: str) -> Iterator[Mapping[str, Any]]:
        return (
            item
            for item in self._query(Family.PRODUCTS.key(f"{domain}/{product}"))
            if item["sk"]["S"].startswith("CONTRACT#")
        )

    def _query(self, partition: str) -> Iterator[Mapping[str, Any]]:
        pages = self._client.get_paginator("query").paginate(
            TableName=REGISTRY,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": partition}},
            ConsistentRead=True,
        )
        for page in pages:
            yield from page["Items"]


def _is_active(item: Mapping[str, Any]) -> bool:
    return bool(item.get("state", {}).get("S") == "active")
