"""Templates grant nothing in Lake Formation that a decision has to grant."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.rule import Finding, Rule, Template

_EVERYBODY = "IAM_ALLOWED_PRINCIPALS"


def check(template: Template) -> Iterator[Finding]:
    """Find grants with grant option, to accounts or everybody, and grants that read data."""
    for logical_id, grant in template.of_type("AWS::LakeFormation::PrincipalPermissions"):
        for where, says in _faults(grant):
            yield Finding(logical_id, f"Properties.{where}", says)


def _faults(grant: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if grant.get("PermissionsWithGrantOption"):
        yield "PermissionsWithGrantOption", "leave it empty: only governance grants"
    if {"SELECT", "ALL", "SUPER"} & set(grant.get("Permissions", [])):
        yield "Permissions", "who reads is decided by a subscription, not by a template"
    who = grant.get("Principal", {}).get("DataLakePrincipalIdentifier")
    if isinstance(who, str) and (who == _EVERYBODY or who.isdigit()):
        yield "Principal", f"{who}: name a role"


RULE = Rule(
    id="MESH-LF-1",
    title="Templates grant nothing in Lake Formation that a decision has to grant.",
    reason="A grant outside the registry is access that nobody requested, decided or can revoke.",
    source="DESIGN: data out; invariant 4",
    check=check,
)
