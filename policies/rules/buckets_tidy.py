"""Buckets let old versions and unfinished uploads end."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template

_WANTED = ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration")


def check(template: Template) -> Iterator[Finding]:
    """Find buckets that keep everything for ever, unseen."""
    for logical_id, bucket in template.of_type("AWS::S3::Bucket"):
        rules = bucket.get("LifecycleConfiguration", {}).get("Rules", [])
        active = [rule for rule in rules if rule.get("Status") == "Enabled"]
        for name in _WANTED:
            if not any(name in rule for rule in active):
                says = f"add an enabled rule with {name}"
                yield Finding(logical_id, "Properties.LifecycleConfiguration", says)


RULE = Rule(
    id="MESH-S3-5",
    title="Buckets let old versions and unfinished uploads end.",
    reason="Deleted data would live on as versions that no list shows, and cost money.",
    source="AWS Security Hub S3.10, S3.13",
    check=check,
)
