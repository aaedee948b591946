"""What holds data survives the deletion of its stack."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template

_HOLDS = ("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SQS::Queue")
# A first deployment that fails must leave nothing behind: names that are taken block the next one.
_KEEPS = {
    "DeletionPolicy": ("Retain", "RetainExceptOnCreate"),
    "UpdateReplacePolicy": ("Retain",),
}


def check(template: Template) -> Iterator[Finding]:
    """Find what would be deleted with its stack, or replaced with data lost."""
    for logical_id, _ in template.of_type(*_HOLDS):
        for attribute, kept in _KEEPS.items():
            if template.resources[logical_id].get(attribute) not in kept:
                yield Finding(logical_id, attribute, f"write {attribute}: {kept[-1]}")


RULE = Rule(
    id="MESH-KEEP-1",
    title="What holds data survives the deletion of its stack.",
    reason="A renamed construct would delete a domain's data.",
    source="DESIGN: a delete deprecates and never deletes data",
    check=check,
)
