"""The service-linked role of Lake Formation: made on first use, let at what is registered with it.

Sources: Lake Formation developer guide, "Using service-linked roles for Lake Formation" and "Lake
Formation personas and IAM permissions reference" (what who registers must be allowed in IAM); API
reference, "DeregisterResource" (the path leaves the role's policy).
"""

import json
from collections.abc import Sequence
from typing import Any

from emulator.api import AwsError, Call
from emulator.cloud import Cloud
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.vending import SERVICE

_NAME = "AWSServiceRoleForLakeFormationDataAccess"
_PATH = f"/aws-service-role/{SERVICE}/"
_POLICY = "LakeFormationDataAccessPolicyForS3"


def arn_of(account: str) -> str:
    """ARN of an account's service-linked role, whether it is there or not."""
    return f"arn:aws:iam::{account}:role{_PATH}{_NAME}"


def require_to_use(call: Call) -> None:
    """Ask for the rights in IAM with which Lake Formation makes the role in the caller's name.

    Raises:
        AwsError: AccessDenied.
    """
    arn, cloud = arn_of(call.account), call.cloud
    if not _exists(cloud, call.account):
        named = {"iam:AWSServiceName": SERVICE}
        cloud.authorise(call.principal, "iam:CreateServiceLinkedRole", arn, named)
    cloud.authorise(call.principal, "iam:PutRolePolicy", arn)


def let_read(cloud: Cloud, lake: Lake) -> None:
    """Make the role's own policy name exactly the paths that are registered with it."""
    account = lake.catalog
    arn = arn_of(account)
    paths = sorted(r.arn for r in lake.registrations.values() if r.role_arn == arn)
    if not _exists(cloud, account):
        if not paths:
            return
        trusts = {"Action": "sts:AssumeRole", "Principal": {"Service": SERVICE}}
        role = {"RoleName": _NAME, "Path": _PATH, "AssumeRolePolicyDocument": _policy([trusts])}
        cloud.moto("iam", "CreateRole", role, account=account)
    policy = {"RoleName": _NAME, "PolicyName": _POLICY}
    if paths:
        wanted = policy | {"PolicyDocument": _policy(_statements(paths))}
        cloud.moto("iam", "PutRolePolicy", wanted, account=account)
    else:
        cloud.moto("iam", "DeleteRolePolicy", policy, account=account)


def _statements(paths: Sequence[str]) -> list[dict[str, Any]]:
    buckets = sorted({path.partition("/")[0] for path in paths})
    return [
        {
            "Sid": "LakeFormationDataAccessPermissionsForS3",
            "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            "Resource": [f"{path}/*" for path in paths],
        },
        {
            "Sid": "LakeFormationDataAccessPermissionsForS3ListBucket",
            "Action": ["s3:ListBucket"],
            "Resource": buckets,
        },
    ]


def _exists(cloud: Cloud, account: str) -> bool:
    try:
        cloud.moto("iam", "GetRole", {"RoleName": _NAME}, account=account)
    except AwsError as error:
        if error.code == "NoSuchEntity":
            return False
        raise
    return True


def _policy(statements: Sequence[dict[str, Any]]) -> str:
    allowed = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})
