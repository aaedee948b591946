"""Findings of cdk-nag that a reviewer has accepted."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct

SHOW_ALL = "acknowledged"


def acknowledge(construct: IConstruct, *findings: str, reason: str) -> None:
    """Accept findings on one construct, for a reason that a security reviewer would sign.

    ``cdk synth -c acknowledged=false`` accepts none, and so lists everything that was accepted.

    Args:
        findings: rule ids (``AwsSolutions-S1``); an IAM wildcard as its resource (``*``).
    """
    if construct.node.try_get_context(SHOW_ALL) == "false":
        return
    Validations.of(construct).acknowledge(
        *(Acknowledgment(id=_rule(finding), reason=reason) for finding in findings)
    )


def _rule(finding: str) -> str:
    if finding.startswith("AwsSolutions-"):
        return finding
    return f"AwsSolutions-IAM5[Resource::{finding}]"
