"""Governance's key behind the tokens that stand for personal values."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.policy import account, allow, document

_ADMINISTER = [
    f"kms:{action}"
    for action in (
        *("CancelKeyDeletion", "CreateAlias", "DeleteAlias", "DescribeKey", "DisableKey"),
        *("EnableKey", "GetKeyPolicy", "ListResourceTags", "PutKeyPolicy", "ScheduleKeyDeletion"),
        *("TagResource", "UntagResource", "UpdateAlias", "UpdateKeyDescription"),
    )
]


class TokenKey(Construct):
    """An HMAC key that only the publisher uses; governance's administrators may not.

    It is never rotated: a new key would give the values that were published before other tokens.
    """

    def __init__(self, scope: Construct, construct_id: str, *, names: Names) -> None:
        super().__init__(scope, construct_id)
        governance = account(names.governance_account)
        publisher = {"ArnEquals": {"aws:PrincipalArn": names.governance_role_arn("mesh-publisher")}}
        key = kms.CfnKey(
            self,
            "Key",
            description=f"Makes the keys of tokens for personal values ({names.token_key_alias}).",
            key_spec="HMAC_256",
            key_usage="GENERATE_VERIFY_MAC",
            pending_window_in_days=30,
            key_policy=document(
                allow("Administer", _ADMINISTER, "*", to=governance),
                allow("MakeTokens", ["kms:GenerateMac"], "*", to=governance, when=publisher),
            ),
        )
        key.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        kms.CfnAlias(self, "Alias", alias_name=names.token_key_alias, target_key_id=key.attr_key_id)
        self.arn = key.attr_arn
