"""Buckets are closed to the public in all four ways, and have no ACLs."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template

_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def check(template: Template) -> Iterator[Finding]:
    """Find buckets that something could make public."""
    for logical_id, bucket in template.of_type("AWS::S3::Bucket"):
        blocks = bucket.get("PublicAccessBlockConfiguration", {})
        missing = [name for name in _BLOCKS if blocks.get(name) is not True]
        if missing:
            says = f"write true for {', '.join(missing)}"
            yield Finding(logical_id, "Properties.PublicAccessBlockConfiguration", says)
        rules = bucket.get("OwnershipControls", {}).get("Rules", [])
        if [rule.get("ObjectOwnership") for rule in rules] != ["BucketOwnerEnforced"]:
            says = "write ObjectOwnership: BucketOwnerEnforced"
            yield Finding(logical_id, "Properties.OwnershipControls", says)


RULE = Rule(
    id="MESH-S3-4",
    title="Buckets are closed to the public in all four ways, and have no ACLs.",
    reason="One wrong statement later would open data to everybody; with ACLs, who wrote an object "
    "would own it.",
    source="AWS Security Hub S3.1, S3.8, S3.12",
    check=check,
)
