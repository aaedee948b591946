"""Whether a location's role can read what it is registered for.

Source: Lake Formation API reference, ResourceInfo (``VerificationStatus``). Assumed: what is tried,
which is to list the bucket and to read an object below the location.
"""

from typing import Literal

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.lakeformation.engine.lake import Registration

Status = Literal["VERIFIED", "NOT_VERIFIED", "VERIFICATION_FAILED"]


def verify(cloud: Cloud, registration: Registration) -> Status:
    """Decide as S3 would; what does not exist cannot be tried."""
    bucket = registration.arn.split("/", 1)[0]
    if cloud.authority.owner(bucket) is None:
        return "VERIFICATION_FAILED"
    role = registration.role_arn
    account, name = role.split(":")[4], role.rsplit("/", 1)[-1]
    reader = Principal(
        account=account,
        arn=f"arn:aws:sts::{account}:assumed-role/{name}/verification",
        kind="role",
        role_arn=role,
    )
    try:
        decisions = [
            cloud.authority.decide(reader, action, arn, {})
            for action, arn in (
                ("s3:ListBucket", bucket),
                ("s3:GetObject", f"{registration.arn}/verification"),
            )
        ]
    except AwsError:
        return "VERIFICATION_FAILED"
    return "VERIFIED" if all(one.allowed for one in decisions) else "NOT_VERIFIED"
