"""May the caller use the key of an object? Decided by key policy and identity, as KMS would."""

from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.iam import keys_of_kms
from emulator.s3.store import StoredBucket, uses_bucket_key

if TYPE_CHECKING:
    from emulator.cloud import Cloud


def authorise_key(
    cloud: "Cloud",
    principal: Principal,
    action: str,
    *,
    key: str | None,
    bucket: StoredBucket,
    object_key: str,
) -> None:
    """Let a principal use the key with which an object is encrypted, through S3.

    Raises:
        AwsError: AccessDenied; KMS.NotFoundException, KMS.DisabledException or
            KMS.KMSInvalidStateException, if the key is gone, disabled or about to be deleted.
    """
    owner, region = str(bucket.account_id), str(bucket.region_name)
    if key is None or keys_of_kms.is_aws_managed(key):
        # The key that AWS keeps for S3 serves its own account and nobody else.
        if principal.account != owner:
            message = f"{key or 'alias/aws/s3'} of {owner} cannot be used from another account"
            raise AwsError("AccessDenied", message, 403)
        return
    arn = _arn_of(key, owner, region)
    scope = f"arn:aws:s3:::{bucket.name}"
    if not uses_bucket_key(bucket):
        scope = f"{scope}/{object_key}"
    context: dict[str, str | list[str]] = {
        "kms:ViaService": f"s3.{region}.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": scope,
        "kms:EncryptionContextKeys": ["aws:s3:arn"],
        "kms:CallerAccount": principal.account,
        **keys_of_kms.context_of(arn, named=key),
    }
    cloud.authorise(principal, action, arn, context)
    keys_of_kms.check_state(arn, prefix="KMS.")


def _arn_of(key: str, account: str, region: str) -> str:
    arn = keys_of_kms.key_arn(key, account=account, region=region)
    if arn is None:
        raise AwsError("KMS.NotFoundException", f"Key '{key}' does not exist", 400)
    return arn
