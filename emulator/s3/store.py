"""Buckets and objects in moto's store, read."""

from typing import Any, TypeAlias

from moto.s3.models import FakeBucket, FakeKey, s3_backends

from emulator.api import AwsError

StoredObject: TypeAlias = FakeKey
StoredBucket: TypeAlias = FakeBucket


def find_bucket(name: str) -> StoredBucket:
    """Find a bucket of any account; names are global.

    Raises:
        AwsError: NoSuchBucket.
    """
    found = s3_backends.bucket_accounts.get(name)
    if found is None:
        raise AwsError("NoSuchBucket", f"The specified bucket does not exist: {name}", 404)
    partition, account = found
    return s3_backends[account][partition].get_bucket(name)


def find_object(bucket: str, key: str, version_id: str | None = None) -> StoredObject | None:
    """Find an object or one version of it; None if there is none or it is deleted."""
    versions: list[Any] = find_bucket(bucket).keys.getlist(key, [])
    if version_id is None:
        latest = versions[-1] if versions else None
        return latest if isinstance(latest, FakeKey) else None
    wanted = (one for one in versions if str(getattr(one, "version_id", "")) == version_id)
    found = next(wanted, None)
    return found if isinstance(found, FakeKey) else None


def keys_below(bucket: str, prefix: str) -> list[str]:
    """Keys of the objects below a prefix, as S3 orders them; what is deleted is left out.

    Raises:
        AwsError: NoSuchBucket.
    """
    latest = find_bucket(bucket).keys.items()
    found = (key for key, one in latest if key.startswith(prefix) and isinstance(one, FakeKey))
    return sorted(found)


def encryption_of(bucket: StoredBucket) -> tuple[str, str | None]:
    """Algorithm and key with which a bucket encrypts what arrives without a wish."""
    if not bucket.encryption:
        return "AES256", None
    rule = bucket.encryption["Rule"]["ApplyServerSideEncryptionByDefault"]
    return rule["SSEAlgorithm"], rule.get("KMSMasterKeyID")


def uses_bucket_key(bucket: StoredBucket) -> bool:
    """Whether objects are encrypted under one key of the bucket instead of one each."""
    enabled = bucket.encryption and bucket.encryption["Rule"].get("BucketKeyEnabled", False)
    return str(enabled).lower() == "true"
