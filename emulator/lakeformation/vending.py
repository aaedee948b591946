"""Whose credentials reach a table's files: the location's role, or the caller's own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.credentials import Credentials
from emulator.lakeformation.accounting import session_name
from emulator.lakeformation.catalogue import GlueShape, location_arn
from emulator.lakeformation.engine.hybrid import governed
from emulator.lakeformation.engine.lake import Registration, Subject
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.store import denied, invalid, lake_of, subject_of

SERVICE = "lakeformation.amazonaws.com"
_READS = ("s3:Get*",)
_BY_PERMISSION = {
    "SELECT": _READS,
    "INSERT": ("s3:PutObject*", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
    "DELETE": ("s3:DeleteObject*",),
}


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What vended credentials are good for.

    Attributes:
        below: ARN of the one prefix that they reach.
        account: whose principal asked for them.
        permissions: of Lake Formation: ``SELECT`` reads, ``INSERT`` and ``DELETE`` write.
    """

    below: str
    account: str
    permissions: frozenset[str] = frozenset({"SELECT"})


def reader_of(cloud: Cloud, principal: Principal, table: Table, found: GlueShape) -> Principal:
    """Who reads the files of a table for a principal that may read it.

    Where nothing is registered, or IAM decides, nothing is vended, and the caller's own rights in
    S3 decide.

    Raises:
        AwsError: AccessDeniedException, if the caller lacks ``lakeformation:GetDataAccess``, or
            Lake Formation cannot assume the location's role.
    """
    registration = registration_for(cloud, subject_of(principal), table, found)
    if registration is None:
        return principal
    cloud.authorise(principal, "lakeformation:GetDataAccess", "*")
    reach = Reach(below=str(_location(found)), account=principal.account)
    session = vend(cloud, table.catalog, registration, reach)
    return cloud.principal_of(session.access_key)


def registration_for(
    cloud: Cloud, subject: Subject, table: Table, found: GlueShape
) -> Registration | None:
    """The registration whose role reads a table for a subject.

    None where the subject's own rights in S3 decide: in no registered location, or in a hybrid
    one unless Lake Formation decides about the table for this subject.
    """
    lake, arn = lake_of(cloud, table.catalog), _location(found)
    registration = lake.registration_of(arn) if arn else None
    if registration is None or not registration.hybrid:
        return registration
    return registration if governed(lake, subject, table) else None


def is_vended(cloud: Cloud, principal: Principal, table: Table, found: GlueShape) -> bool:
    """Whether Lake Formation's credentials read a table for a principal, or its own."""
    return registration_for(cloud, subject_of(principal), table, found) is not None


def vend(
    cloud: Cloud, catalog: str, registration: Registration, reach: Reach, seconds: float = 3600
) -> Credentials:
    """Credentials of a location's role that reach one prefix; its own rights bound them too.

    Raises:
        AwsError: AccessDeniedException, if Lake Formation cannot assume the role;
            InvalidInputException, if the role's sessions do not last that long.
    """
    service = Principal(account=catalog, arn=SERVICE, kind="service")
    try:
        return cloud.assume(
            registration.role_arn,
            session_name(reach.account),
            principal=service,
            policy=_only_below(reach),
            seconds=seconds,
        )
    except AwsError as error:
        if error.code == "ValidationError":
            raise invalid(error.message) from None
        raise denied(
            f"Lake Formation cannot assume {registration.role_arn}, with which {registration.arn} "
            f"is registered: it must exist and trust {SERVICE}."
        ) from None


def _location(found: GlueShape) -> str | None:
    return location_arn(found.get("StorageDescriptor", {}).get("Location") or "")


def _only_below(reach: Reach) -> str:
    # What is vended for one table reaches no other table of the same location.
    arn = reach.below.rstrip("/")
    bucket, _, prefix = arn.partition("/")
    below = {"StringLike": {"s3:prefix": [prefix, f"{prefix}/*"]}} if prefix else {}
    writes = reach.permissions - {"SELECT"}
    keys = ["kms:Decrypt", *(["kms:GenerateDataKey*"] if writes else [])]
    return _policy(
        {"Action": sorted(_actions(reach.permissions)), "Resource": f"{arn}/*"},
        {"Action": "s3:ListBucket", "Resource": bucket, "Condition": below},
        {"Action": keys, "Resource": "*"},
    )


def _actions(permissions: Iterable[str]) -> set[str]:
    return {action for each in permissions for action in _BY_PERMISSION.get(each, ())}


def _policy(*statements: dict[str, Any]) -> str:
    allowed = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": allowed})
