"""Whose credentials read a table's files: the location's role, or the caller's own."""

import json

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.lakeformation.catalogue import GlueShape, location_arn
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.store import denied, lake_of

SERVICE = "lakeformation.amazonaws.com"
_SESSION = "AWSLF-00-AT-embedded"


def reader_of(cloud: Cloud, principal: Principal, table: Table, found: GlueShape) -> Principal:
    """Who reads the files of a table for a principal that may read it.

    Where nothing is registered nothing is vended, and the caller's own rights in S3 decide.

    Raises:
        AwsError: AccessDeniedException, if the caller lacks ``lakeformation:GetDataAccess``, or
            Lake Formation cannot assume the location's role.
    """
    arn = location_arn(found.get("StorageDescriptor", {}).get("Location") or "")
    registration = lake_of(cloud, table.catalog).registration_of(arn) if arn else None
    if registration is None:
        return principal
    cloud.authorise(principal, "lakeformation:GetDataAccess", "*")
    policy = _only_below(str(arn))
    service = Principal(account=table.catalog, arn=SERVICE, kind="service")
    try:
        session = cloud.assume(registration.role_arn, _SESSION, principal=service, policy=policy)
    except AwsError:
        raise denied(
            f"Lake Formation cannot assume {registration.role_arn}, with which {registration.arn} "
            f"is registered: it must exist and trust {SERVICE}."
        ) from None
    return cloud.principal_of(session.access_key)


def _only_below(arn: str) -> str:
    # What is vended for one table reads no other table of the same location.
    bucket, _, prefix = arn.rstrip("/").partition("/")
    below = {"StringLike": {"s3:prefix": [prefix, f"{prefix}/*"]}} if prefix else {}
    statements = [
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": f"{arn.rstrip('/')}/*"},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket, "Condition": below},
        {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"},
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
