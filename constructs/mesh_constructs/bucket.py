"""A private bucket as every bucket of the mesh is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from mesh_constructs.policy import NOT_BY_TLS, Statement, deny, document

ABORT_UPLOADS: Mapping[str, Any] = {
    "id": "abort-unfinished-uploads",
    "status": "Enabled",
    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 2},
}


@dataclass(frozen=True, kw_only=True)
class BucketProps:
    """What one bucket is.

    Attributes:
        name: the bucket's name.
        key_arn: key that encrypts it.
        lifecycle: rules beyond that unfinished uploads are aborted after two days.
        statements: of the bucket policy, beyond that nothing passes without TLS.
        tells_events: whether EventBridge hears of its objects.
    """

    name: str
    key_arn: str
    lifecycle: Sequence[Mapping[str, Any]] = ()
    statements: Sequence[Statement] = ()
    tells_events: bool = False


class Bucket(Construct):
    """Versioned, encrypted with the account's own key, reached by TLS only, never public, kept."""

    def __init__(self, scope: Construct, construct_id: str, props: BucketProps) -> None:
        super().__init__(scope, construct_id)
        self.name = props.name
        self.arn = bucket_arn(props.name)
        bucket = self._bucket(props)
        bucket.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        tls = deny(
            "OnlyTls", ["s3:*"], [self.arn, f"{self.arn}/*"], to={"AWS": "*"}, when=NOT_BY_TLS
        )
        self.policy = s3.CfnBucketPolicy(
            self, "Policy", bucket=props.name, policy_document=document(tls, *props.statements)
        )
        self.policy.add_resource_dependency(bucket)

    def _bucket(self, props: BucketProps) -> s3.CfnBucket:
        encryption = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": props.key_arn}
        events = {"eventBridgeConfiguration": {"eventBridgeEnabled": True}}
        return s3.CfnBucket(
            self,
            "Bucket",
            bucket_name=props.name,
            bucket_encryption={
                "serverSideEncryptionConfiguration": [
                    {"serverSideEncryptionByDefault": encryption, "bucketKeyEnabled": True}
                ]
            },
            lifecycle_configuration={"rules": [ABORT_UPLOADS, *props.lifecycle]},
            notification_configuration=events if props.tells_events else None,
            ownership_controls={"rules": [{"objectOwnership": "BucketOwnerEnforced"}]},
            public_access_block_configuration={
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
            },
            versioning_configuration={"status": "Enabled"},
        )


def bucket_arn(name: str) -> str:
    """ARN of a bucket."""
    return f"arn:aws:s3:::{name}"


def expiry(name: str, *, days: int, **scope: object) -> dict[str, Any]:
    """Rule that lets objects end after some days, and their older versions a day later."""
    return {
        "id": name,
        "status": "Enabled",
        "expirationInDays": days,
        "noncurrentVersionExpiration": {"noncurrentDays": 1},
        **scope,
    }


def old_versions(name: str, *, days: int) -> dict[str, Any]:
    """Rule that lets replaced and deleted versions end after some days."""
    return {
        "id": name,
        "status": "Enabled",
        "noncurrentVersionExpiration": {"noncurrentDays": days},
        "expiredObjectDeleteMarker": True,
    }
