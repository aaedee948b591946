"""Condition keys that the embedded AWS knows; a policy that asks for another is refused.

A key is known if requests carry it wherever AWS's do, so that its absence means something.
"""

from emulator.iam.matching import Context
from emulator.iam.resource_tags import UNKNOWN

_KNOWN = frozenset(
    key.lower()
    for key in (
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:MultiFactorAuthPresent",
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalIsAWSService",
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:PrincipalServiceName",
        "aws:PrincipalType",
        "aws:RequestedRegion",
        "aws:ResourceAccount",
        "aws:ResourceOrgID",
        "aws:ResourceOrgPaths",
        "aws:SecureTransport",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceIp",
        "aws:SourceOrgID",
        "aws:SourceOrgPaths",
        "aws:SourceOwner",
        "aws:TagKeys",
        "aws:TokenIssueTime",
        "aws:userid",
        "aws:username",
        "aws:ViaAWSService",
        "cloudformation:ChangeSetName",
        "cloudformation:ResourceTypes",
        "cloudformation:RoleArn",
        "cloudformation:StackPolicyUrl",
        "cloudformation:TemplateUrl",
        "cloudwatch:namespace",
        "dynamodb:Attributes",
        "dynamodb:EnclosingOperation",
        "dynamodb:LeadingKeys",
        "dynamodb:ReturnValues",
        "dynamodb:Select",
        "events:detail-type",
        "events:source",
        "events:TargetArn",
        "iam:AWSServiceName",
        "glue:EvaluatedByLakeFormationTags",
        "iam:PassedToService",
        "iam:PermissionsBoundary",
        "iam:PolicyARN",
        "kms:BypassPolicyLockoutSafetyCheck",
        "kms:CallerAccount",
        "kms:EncryptionAlgorithm",
        "kms:EncryptionContextKeys",
        "kms:GrantConstraintType",
        "kms:GrantIsForAWSResource",
        "kms:GrantId",
        "kms:GrantOperations",
        "kms:GranteePrincipal",
        "kms:KeyOrigin",
        "kms:KeySpec",
        "kms:KeyUsage",
        "kms:MultiRegion",
        "kms:RequestAlias",
        "kms:RetiringPrincipal",
        "kms:ResourceAliases",
        "kms:ScheduleKeyDeletionPendingWindowInDays",
        "kms:ViaService",
        "lambda:FunctionArn",
        "lambda:Layer",
        "lambda:Principal",
        "ram:RequestedResourceType",
        "ram:ResourceShareName",
        "s3:delimiter",
        "s3:max-keys",
        "s3:prefix",
        "s3:RequestObjectTagKeys",
        "s3:ResourceAccount",
        "s3:VersionId",
        "s3:x-amz-acl",
        "s3:x-amz-copy-source",
        "s3:x-amz-server-side-encryption",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
        "sns:Endpoint",
        "sns:Protocol",
        "ssm:Overwrite",
        "sts:ExternalId",
        "sts:RoleSessionName",
        "sts:TransitiveTagKeys",
    )
)
_KNOWN_PREFIXES = (
    "aws:principaltag/",
    "aws:requesttag/",
    "aws:resourcetag/",
    "iam:resourcetag/",
    "kms:encryptioncontext:",
    "s3:existingobjecttag/",
    "s3:requestobjecttag/",
)


def asks_unknown_tag(key: str, context: Context) -> bool:
    """Whether a key is a tag of a resource whose tags nobody keeps here."""
    return key.lower().startswith("aws:resourcetag/") and UNKNOWN in context


def is_known_key(key: str) -> bool:
    """Whether requests carry this key where AWS does, so that its absence means something."""
    lowered = key.lower()
    return lowered in _KNOWN or lowered.startswith(_KNOWN_PREFIXES)
