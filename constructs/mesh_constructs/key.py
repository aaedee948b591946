"""An account's own encryption key."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.place import Place
from mesh_constructs.policy import Statement, account, allow, document, merged, service

USE = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]


class Key(Construct):
    """A rotated key under an alias; its account's IAM policies decide who uses it.

    Args:
        alias: without ``alias/``; roles of other accounts reach the key by it only.
        statements: who else may use the key, as statements of its policy.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        alias: str,
        statements: tuple[Statement, ...] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        key = kms.CfnKey(
            self,
            "Key",
            description=f"Encrypts what the mesh keeps in this account (alias/{alias}).",
            enable_key_rotation=True,
            pending_window_in_days=30,
            key_policy=document(
                allow("Account", ["kms:*"], "*", to=account(place.account)),
                *_services(place),
                *statements,
            ),
        )
        key.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.alias = kms.CfnAlias(
            self, "Alias", alias_name=f"alias/{alias}", target_key_id=key.attr_key_id
        )
        self.arn = key.attr_arn


def _services(place: Place) -> list[Statement]:
    """CloudWatch encrypts this account's logs and alarms."""
    region = place.names.region
    logs = f"arn:aws:logs:{region}:{place.account}:log-group:*"
    of_account = {"StringEquals": {"aws:SourceAccount": place.account}}
    return [
        allow(
            "Logs",
            ["kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", *USE],
            "*",
            to=service(f"logs.{region}"),
            when={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}},
        ),
        allow("Alarms", USE, "*", to=service("cloudwatch"), when=of_account),
    ]


def used_by_governance(names: Names, sid: str, via: str, *role_arns: str) -> Statement:
    """Let roles of governance use the key through one service; they need not exist yet."""
    return allow(
        sid,
        USE,
        "*",
        to=account(names.governance_account),
        when=merged(
            {"ArnEquals": {"aws:PrincipalArn": list(role_arns)}},
            {"StringEquals": {"kms:ViaService": f"{via}.{names.region}.amazonaws.com"}},
        ),
    )
