"""Roles are allowed actions by name, never a whole service."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template
from policies.statements import statements


def check(template: Template) -> Iterator[Finding]:
    """Find identity policies that allow an action by pattern, or all but some."""
    for found in statements(template):
        if not (found.identity and found.allows):
            continue
        patterns = [action for action in found.actions if "*" in action or "?" in action]
        if patterns or "NotAction" in found.statement:
            named = ", ".join(patterns) or "NotAction"
            says = f"{named}: list the actions that the role needs"
            yield Finding(found.logical_id, f"{found.where}.Action", says)


RULE = Rule(
    id="MESH-IAM-1",
    title="Roles are allowed actions by name, never a whole service.",
    reason="A pattern grants what AWS adds tomorrow.",
    source="AWS Security Hub IAM.1, IAM.21",
    check=check,
)
