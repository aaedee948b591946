"""Nobody outside the organisation is let in."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template
from policies.statements import Found, statements

_OPERATORS = ("StringEquals", "ForAnyValue:StringEquals")
_ORGANISATION = {"aws:principalorgid", "aws:principalaccount"}


def check(template: Template) -> Iterator[Finding]:
    """Find statements that allow everybody without naming the organisation."""
    for found in statements(template):
        if found.allows and not found.identity and _open(found):
            says = "name an account as principal, or add StringEquals aws:PrincipalOrgID"
            yield Finding(found.logical_id, f"{found.where}.Principal", says)


def _open(found: Found) -> bool:
    if "NotPrincipal" in found.statement:
        return True
    return "*" in found.principals and not _ORGANISATION & set(found.condition_keys(*_OPERATORS))


RULE = Rule(
    id="MESH-IAM-2",
    title="Nobody outside the organisation is let in.",
    reason="A principal '*' is every AWS account there is.",
    source="DESIGN: borders between accounts",
    check=check,
)
