"""All policies that synth holds the templates to: AWS's own pack and the mesh's rules."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsii
from aws_cdk import (
    App,
    IPolicyValidationContext,
    IPolicyValidationPlugin,
    PolicyValidationPluginReport,
    PolicyViolatingResource,
    PolicyViolation,
    Validations,
)
from cdk_nag import AwsSolutionsChecks

from policies.rule import Finding, Rule, Template
from policies.rules import (
    actions_named,
    buckets_encrypted,
    buckets_private,
    buckets_tidy,
    buckets_tls_only,
    buckets_versioned,
    data_kept,
    functions_log,
    grants_by_decision,
    queues_have_dead_letters,
    roles_by_condition,
    roles_own,
    strangers_refused,
)

RULES: tuple[Rule, ...] = (
    buckets_versioned.RULE,
    buckets_encrypted.RULE,
    buckets_tls_only.RULE,
    buckets_private.RULE,
    buckets_tidy.RULE,
    actions_named.RULE,
    strangers_refused.RULE,
    roles_by_condition.RULE,
    roles_own.RULE,
    functions_log.RULE,
    queues_have_dead_letters.RULE,
    data_kept.RULE,
    grants_by_decision.RULE,
)


def add_policies(app: App) -> None:
    """Let synth fail when a template breaks a policy.

    Findings of AWS's pack may be acknowledged on a construct; the mesh's rules know no exception.
    """
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), MeshPolicies())


def findings(template: Template) -> Iterator[tuple[Rule, Finding]]:
    """Everything in a template that breaks a rule of the mesh."""
    for rule in RULES:
        for finding in rule.check(template):
            yield rule, finding


@jsii.implements(IPolicyValidationPlugin)
class MeshPolicies:
    """The mesh's rules as a plugin of CDK: reads the synthesised templates, one call for all."""

    @property
    def name(self) -> str:
        """Name in the report."""
        return "Mesh"

    @property
    def version(self) -> str:
        """Version in the report."""
        return "1"

    @property
    def rule_ids(self) -> list[str]:
        """Every rule's id."""
        return [rule.id for rule in RULES]

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Hold every template to every rule."""
        violations = [
            _violation(rule, finding, path)
            for path in context.template_paths
            for rule, finding in findings(read_template(Path(path)))
        ]
        return PolicyValidationPluginReport(success=not violations, violations=violations)


def read_template(path: Path) -> Template:
    """Read a synthesised template."""
    return Template(json.loads(path.read_text(encoding="utf-8")).get("Resources", {}))


def _violation(rule: Rule, finding: Finding, path: str) -> PolicyViolation:
    resource = PolicyViolatingResource(
        locations=[finding.where], resource_logical_id=finding.logical_id, template_path=path
    )
    return PolicyViolation(
        rule_name=rule.id,
        description=f"{rule.title} {finding.says}. {rule.reason}",
        severity="error",
        violating_resources=[resource],
    )
