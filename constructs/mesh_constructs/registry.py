"""The registry: what governance knows of domains, products, files, requests and decisions."""

from collections.abc import Iterable, Iterator

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.permissions.reach import Permissions
from mesh_constructs.permissions.registry_use import RegistryUse
from mesh_constructs.policy import Condition, Statement, allow, merged

TABLE = "mesh-registry"
BY_STATE = "by-state"
_KEYS = "dynamodb:LeadingKeys"
_ATTRIBUTES = "dynamodb:Attributes"


class Registry(Construct):
    """One encrypted table, restorable to any second, protected from deletion, kept."""

    def __init__(self, scope: Construct, construct_id: str, *, names: Names, key_arn: str) -> None:
        super().__init__(scope, construct_id)
        self._region = names.region
        self._key_arn = key_arn
        self.arn = f"arn:aws:dynamodb:{names.region}:{names.governance_account}:table/{TABLE}"
        table = dynamodb.CfnTable(
            self,
            "Table",
            table_name=TABLE,
            billing_mode="PAY_PER_REQUEST",
            attribute_definitions=[_text(name) for name in ("pk", "sk", "gsi_pk", "gsi_sk")],
            key_schema=_keys("pk", "sk"),
            global_secondary_indexes=[
                {
                    "indexName": BY_STATE,
                    "keySchema": _keys("gsi_pk", "gsi_sk"),
                    "projection": {"projectionType": "ALL"},
                }
            ],
            point_in_time_recovery_specification={"pointInTimeRecoveryEnabled": True},
            sse_specification={
                "sseEnabled": True,
                "sseType": "KMS",
                "kmsMasterKeyId": key_arn,
            },
            time_to_live_specification={"attributeName": "ttl", "enabled": True},
            deletion_protection_enabled=True,
        )
        table.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)

    def used(self, use: RegistryUse) -> Permissions:
        """What a role needs for one use of the registry: these items, these actions, no scan.

        Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
        """
        return Permissions((*self._statements(use), self._key()))

    def _statements(self, use: RegistryUse) -> Iterator[Statement]:
        index = f"{self.arn}/index/{BY_STATE}"
        for sid, action, resource, keys in (
            ("GetItems", "GetItem", self.arn, use.gets),
            ("QueryItems", "Query", self.arn, use.queries),
            # By the index, a query's leading key is the index's own.
            ("ListItems", "Query", index, use.lists),
            ("PutItems", "PutItem", self.arn, use.puts),
            ("UpdateItems", "UpdateItem", self.arn, use.updates),
            ("DeleteItems", "DeleteItem", self.arn, use.deletes),
        ):
            if keys:
                yield allow(sid, [f"dynamodb:{action}"], resource, when=_only(keys))
        for family, attribute in use.marks.items():
            when = merged(_only([family]), _attributes("pk", "sk", attribute))
            sid = f"Mark{family.name.title()}"
            yield allow(sid, ["dynamodb:UpdateItem"], self.arn, when=when)

    def _key(self) -> Statement:
        via = f"dynamodb.{self._region}.amazonaws.com"
        return allow(
            "RegistryKey",
            ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
            self._key_arn,
            when={"StringEquals": {"kms:ViaService": via}},
        )


def _only(keys: Iterable[str]) -> Condition:
    # Without the second operator, a call that names no key would pass the first one.
    named = {"Null": {_KEYS: "false"}}
    return {"ForAllValues:StringLike": {_KEYS: [str(key) for key in keys]}} | named


def _attributes(*names: str) -> Condition:
    """Only calls that touch no other attribute; those of the key count too."""
    named = {"Null": {_ATTRIBUTES: "false"}}
    return {"ForAllValues:StringEquals": {_ATTRIBUTES: list(names)}} | named


def _text(name: str) -> dict[str, str]:
    return {"attributeName": name, "attributeType": "S"}


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"attributeName": partition, "keyType": "HASH"},
        {"attributeName": sort, "keyType": "RANGE"},
    ]
