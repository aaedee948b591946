"""Buckets keep versions."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template


def check(template: Template) -> Iterator[Finding]:
    """Find buckets that do not keep versions."""
    for logical_id, bucket in template.of_type("AWS::S3::Bucket"):
        if bucket.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            says = "write VersioningConfiguration.Status: Enabled"
            yield Finding(logical_id, "Properties.VersioningConfiguration", says)


RULE = Rule(
    id="MESH-S3-1",
    title="Buckets keep versions.",
    reason="One version is scanned; without versions its bytes could change after the verdict.",
    source="DESIGN: data in; AWS Security Hub S3.14",
    check=check,
)
