"""Buckets are encrypted with a key of ours, named by its ARN."""

from collections.abc import Iterator
from typing import Any

from policies.rule import Finding, Rule, Template


def check(template: Template) -> Iterator[Finding]:
    """Find buckets without a key of ours."""
    for logical_id, bucket in template.of_type("AWS::S3::Bucket"):
        rules = bucket.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
        defaults = [rule.get("ServerSideEncryptionByDefault", {}) for rule in rules]
        if not defaults or not all(_is_own(default) for default in defaults):
            says = "write SSEAlgorithm: aws:kms and the ARN of the account's key as KMSMasterKeyID"
            yield Finding(logical_id, "Properties.BucketEncryption", says)


def _is_own(default: dict[str, Any]) -> bool:
    key = default.get("KMSMasterKeyID")
    by_arn = isinstance(key, dict) or (isinstance(key, str) and key.startswith("arn:aws:kms:"))
    return default.get("SSEAlgorithm") == "aws:kms" and by_arn


RULE = Rule(
    id="MESH-S3-2",
    title="Buckets are encrypted with a key of ours, named by its ARN.",
    reason="AWS's own key for S3 cannot be shared: governance could not read a domain's zones; "
    "an alias would mean the caller's key when another account writes.",
    source="DESIGN: decided, KMS across accounts; AWS Security Hub S3.17",
    check=check,
)
