"""Condition keys that the embedded AWS knows; a policy that asks for another is refused."""

_KNOWN = frozenset(
    key.lower()
    for key in (
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalIsAWSService",
        "aws:PrincipalOrgID",
        "aws:PrincipalServiceName",
        "aws:PrincipalType",
        "aws:RequestedRegion",
        "aws:ResourceAccount",
        "aws:ResourceOrgID",
        "aws:SecureTransport",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceIp",
        "aws:SourceOrgID",
        "aws:SourceOwner",
        "aws:ViaAWSService",
        "dynamodb:Attributes",
        "dynamodb:LeadingKeys",
        "kms:CallerAccount",
        "kms:EncryptionContextKeys",
        "kms:GrantIsForAWSResource",
        "kms:KeyOrigin",
        "kms:RequestAlias",
        "kms:ResourceAliases",
        "kms:ViaService",
        "s3:delimiter",
        "s3:max-keys",
        "s3:prefix",
        "s3:ResourceAccount",
        "s3:VersionId",
        "s3:x-amz-acl",
        "s3:x-amz-copy-source",
        "s3:x-amz-server-side-encryption",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "sns:Endpoint",
        "sns:Protocol",
        "sts:ExternalId",
        "sts:RoleSessionName",
    )
)
_KNOWN_PREFIXES = ("kms:encryptioncontext:",)


def is_known_key(key: str) -> bool:
    """Whether requests carry this key where AWS does, so that its absence means something."""
    lowered = key.lower()
    return lowered in _KNOWN or lowered.startswith(_KNOWN_PREFIXES)
