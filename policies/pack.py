"""All policies that synth holds the templates to."""

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks


def add_policies(app: App) -> None:
    """Let synth fail when a template breaks a policy that nobody acknowledged."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
