"""Buckets keep versions, are encrypted with a key of ours, closed, reached by TLS, and tidy."""

import pytest

from policies.rules import (
    buckets_encrypted,
    buckets_private,
    buckets_tidy,
    buckets_tls_only,
    buckets_versioned,
)
from tests.policies.templates import broken, of, policy, statement, template

BUCKET = "AWS::S3::Bucket"
CLOSED = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
OWNED = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_a_bucket_with_versions_passes() -> None:
    made = template(B=of(BUCKET, VersioningConfiguration={"Status": "Enabled"}))

    assert broken(buckets_versioned.RULE, made) == []


@pytest.mark.parametrize("properties", [{}, {"VersioningConfiguration": {"Status": "Suspended"}}])
def test_a_bucket_without_versions_is_found(properties: dict[str, object]) -> None:
    assert broken(buckets_versioned.RULE, template(B=of(BUCKET, **properties))) == ["B"]


def encrypted(**default: object) -> dict[str, object]:
    rule = {"ServerSideEncryptionByDefault": default}
    return of(BUCKET, BucketEncryption={"ServerSideEncryptionConfiguration": [rule]})


@pytest.mark.parametrize(
    "key", ["arn:aws:kms:eu-central-1:111122223333:key/1", {"Fn::GetAtt": ["Key", "Arn"]}]
)
def test_a_bucket_with_a_key_by_arn_passes(key: object) -> None:
    made = template(B=encrypted(SSEAlgorithm="aws:kms", KMSMasterKeyID=key))

    assert broken(buckets_encrypted.RULE, made) == []


@pytest.mark.parametrize(
    "default",
    [
        {"SSEAlgorithm": "AES256"},
        {"SSEAlgorithm": "aws:kms"},
        {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/mesh-domain"},
    ],
)
def test_a_bucket_without_a_key_of_ours_is_found(default: dict[str, object]) -> None:
    assert broken(buckets_encrypted.RULE, template(B=encrypted(**default))) == ["B"]


def test_a_bucket_without_encryption_is_found() -> None:
    assert broken(buckets_encrypted.RULE, template(B=of(BUCKET))) == ["B"]


def tls(**changes: object) -> dict[str, object]:
    denied = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": ["s3:*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = policy(statement(**{**denied, **changes}))
    return of("AWS::S3::BucketPolicy", Bucket="b", PolicyDocument=document)


def test_a_bucket_that_denies_plain_http_passes() -> None:
    made = template(B=of(BUCKET, BucketName="b"), P=tls())

    assert broken(buckets_tls_only.RULE, made) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Allow"},
        {"Action": ["s3:GetObject"]},
        {"Principal": {"AWS": "111122223333"}},
        {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
    ],
)
def test_a_weaker_policy_is_found(changes: dict[str, object]) -> None:
    made = template(B=of(BUCKET, BucketName="b"), P=tls(**changes))

    assert broken(buckets_tls_only.RULE, made) == ["B"]


def test_a_policy_of_another_bucket_does_not_count() -> None:
    made = template(B=of(BUCKET, BucketName="other"), P=tls())

    assert broken(buckets_tls_only.RULE, made) == ["B"]


def test_a_closed_bucket_without_acls_passes() -> None:
    made = of(BUCKET, PublicAccessBlockConfiguration=CLOSED, OwnershipControls=OWNED)

    assert broken(buckets_private.RULE, template(B=made)) == []


@pytest.mark.parametrize("opened", CLOSED)
def test_each_way_to_the_public_is_found(opened: str) -> None:
    blocks = {**CLOSED, opened: False}
    made = of(BUCKET, PublicAccessBlockConfiguration=blocks, OwnershipControls=OWNED)

    assert broken(buckets_private.RULE, template(B=made)) == ["B"]


def test_acls_are_found() -> None:
    made = of(BUCKET, PublicAccessBlockConfiguration=CLOSED)

    assert broken(buckets_private.RULE, template(B=made)) == ["B"]


def tidy(status: str, *names: str) -> dict[str, object]:
    rules = [{"Status": status, name: {}} for name in names]
    return of(BUCKET, LifecycleConfiguration={"Rules": rules})


def test_a_tidy_bucket_passes() -> None:
    made = tidy("Enabled", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration")

    assert broken(buckets_tidy.RULE, template(B=made)) == []


@pytest.mark.parametrize(
    "made",
    [
        of(BUCKET),
        tidy("Enabled", "AbortIncompleteMultipartUpload"),
        tidy("Enabled", "NoncurrentVersionExpiration"),
        tidy("Disabled", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"),
    ],
)
def test_a_bucket_that_keeps_what_nobody_sees_is_found(made: dict[str, object]) -> None:
    assert set(broken(buckets_tidy.RULE, template(B=made))) == {"B"}
