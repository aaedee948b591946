"""Buckets refuse what does not come by TLS."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template, target_of
from policies.statements import Found, statements


def check(template: Template) -> Iterator[Finding]:
    """Find buckets without a policy that denies plain HTTP."""
    policies = dict(template.of_type("AWS::S3::BucketPolicy"))
    safe = {found.logical_id for found in statements(template) if _denies_plain(found)}
    guarded = {_bucket(policies[logical_id].get("Bucket")) for logical_id in safe & set(policies)}
    for logical_id, bucket in template.of_type("AWS::S3::Bucket"):
        if not guarded & {logical_id, bucket.get("BucketName")}:
            says = "add a bucket policy that denies s3:* when aws:SecureTransport is false"
            yield Finding(logical_id, "Properties", says)


def _bucket(reference: object) -> object:
    return target_of(reference) or (reference if isinstance(reference, str) else None)


def _denies_plain(found: Found) -> bool:
    insecure = found.condition_keys("Bool").get("aws:securetransport")
    return (
        not found.allows
        and "s3:*" in found.actions
        and found.principals == ["*"]
        and insecure in ("false", False)
    )


RULE = Rule(
    id="MESH-S3-3",
    title="Buckets refuse what does not come by TLS.",
    reason="Data would cross networks readable.",
    source="AWS Security Hub S3.5",
    check=check,
)
