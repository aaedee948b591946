"""Resource policies name accounts, and roles by condition only."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template
from policies.statements import statements


def check(template: Template) -> Iterator[Finding]:
    """Find principals that are roles or users."""
    for found in statements(template):
        named = [who for who in found.principals if isinstance(who, str) and _is_identity(who)]
        if named:
            says = f"{named[0]}: name its account, and the role by ArnEquals aws:PrincipalArn"
            yield Finding(found.logical_id, f"{found.where}.Principal", says)


def _is_identity(principal: str) -> bool:
    return ":role/" in principal or ":user/" in principal


RULE = Rule(
    id="MESH-IAM-3",
    title="Resource policies name accounts, and roles by condition only.",
    reason="A policy with a role that does not exist yet is refused, and a role that is made anew "
    "leaves a dead id behind.",
    source="DESIGN: borders between accounts",
    check=check,
)
