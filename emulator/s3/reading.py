"""Objects as files, for engines that read data themselves."""

from pathlib import Path
from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.s3.bodies import path_of
from emulator.s3.encryption import authorise_key
from emulator.s3.object_tags import tags_of_object
from emulator.s3.store import find_bucket, find_object, keys_below

if TYPE_CHECKING:
    from emulator.cloud import Cloud


def read_object(
    cloud: "Cloud", principal: Principal, bucket: str, key: str, version_id: str | None
) -> Path:
    """File with an object's body, after the same decisions as GetObject.

    Raises:
        AwsError: AccessDenied, NoSuchBucket, NoSuchKey.
    """
    with cloud.lock:
        owned = find_bucket(bucket)
        action = "s3:GetObjectVersion" if version_id else "s3:GetObject"
        stored = find_object(bucket, key, version_id)
        arn = f"arn:aws:s3:::{bucket}/{key}"
        cloud.authorise(principal, action, arn, tags_of_object(stored))
        if stored is None:
            raise AwsError("NoSuchKey", f"The specified key does not exist: {bucket}/{key}", 404)
        if stored.encryption == "aws:kms":
            authorise_key(
                cloud, principal, "kms:Decrypt", key=stored.kms_key_id, bucket=owned, object_key=key
            )
        return path_of(stored)


def list_objects(cloud: "Cloud", principal: Principal, bucket: str, prefix: str) -> list[str]:
    """Keys below a prefix, after the same decision as ListObjectsV2.

    Raises:
        AwsError: AccessDenied, NoSuchBucket.
    """
    with cloud.lock:
        arn = f"arn:aws:s3:::{bucket}"
        cloud.authorise(principal, "s3:ListBucket", arn, {"s3:prefix": prefix})
        return keys_below(bucket, prefix)
