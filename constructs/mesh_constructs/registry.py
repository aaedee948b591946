"""The registry: what governance knows of domains, products, files, requests and decisions."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.policy import Statement, allow

TABLE = "mesh-registry"
BY_STATE = "by-state"


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

    def reading(self) -> list[Statement]:
        """What a role needs to read the registry."""
        actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"]
        return [
            allow("ReadRegistry", actions, [self.arn, f"{self.arn}/index/{BY_STATE}"]),
            self._key(),
        ]

    def writing(self) -> list[Statement]:
        """What a role needs to read and write the registry; nobody deletes what happened."""
        actions = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"]
        return [*self.reading(), allow("WriteRegistry", actions, self.arn)]

    def _key(self) -> Statement:
        via = f"dynamodb.{self._region}.amazonaws.com"
        return allow(
            "RegistryKey",
            ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
            self._key_arn,
            when={"StringEquals": {"kms:ViaService": via}},
        )


def _text(name: str) -> dict[str, str]:
    return {"attributeName": name, "attributeType": "S"}


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"attributeName": partition, "keyType": "HASH"},
        {"attributeName": sort, "keyType": "RANGE"},
    ]
