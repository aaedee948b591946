"""Each function has a role of its own."""

from collections import Counter
from collections.abc import Iterator

from policies.rule import Finding, Rule, Template, target_of


def check(template: Template) -> Iterator[Finding]:
    """Find functions that share a role."""
    roles = {
        logical_id: target_of(function.get("Role"))
        for logical_id, function in template.of_type("AWS::Lambda::Function")
    }
    used = Counter(roles.values())
    for logical_id, role in roles.items():
        if role is None or used[role] > 1:
            says = "make a role for this function alone, in the same template"
            yield Finding(logical_id, "Properties.Role", says)


RULE = Rule(
    id="MESH-IAM-4",
    title="Each function has a role of its own.",
    reason="A shared role may do what any of its functions may.",
    source="AWS Well-Architected SEC03-BP02",
    check=check,
)
