"""The smallest template that a rule has something to say about."""

from collections.abc import Mapping
from typing import Any

from policies.rule import Finding, Rule, Template


def template(**resources: Mapping[str, Any]) -> Template:
    """A template of the resources, by logical id."""
    return Template(resources)


def of(kind: str, **properties: object) -> dict[str, Any]:
    """A resource of a type."""
    return {"Type": kind, "Properties": properties}


def findings(rule: Rule, made: Template) -> list[Finding]:
    """What the rule says of a template."""
    return list(rule.check(made))


def broken(rule: Rule, made: Template) -> list[str]:
    """Logical ids that break the rule."""
    return [finding.logical_id for finding in rule.check(made)]


def statement(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """A statement that allows one named action on one thing."""
    return {
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        "Resource": "arn:aws:s3:::b/*",
        **changes,
    }


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}
