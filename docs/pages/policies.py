"""Every policy, and every finding that was accepted."""

from collections.abc import Iterator

from docs.pages.example import Accepted, example
from docs.pages.markdown import code, page, section, table
from policies.pack import RULES


def render() -> str:
    """The page."""
    rows = ([f"`{rule.id}`", rule.title, rule.reason, rule.source] for rule in RULES)
    return page(
        "Policies",
        "Synth holds every template to cdk-nag's pack AwsSolutions and to the mesh's own rules, "
        "and fails when one is broken.",
        section(
            "The mesh's rules",
            "They know no exception.",
            table(["id", "what holds", "what would happen without it", "source"], rows),
        ),
        section(
            "Accepted findings of AwsSolutions",
            "Each was acknowledged on one construct, for the reason given; one that is no longer "
            "found makes a test fail. `npx cdk synth -c acknowledged=false` accepts none and so "
            "lists them all.",
            table(["construct", "findings", "reason"], _accepted()),
        ),
    )


def _accepted() -> Iterator[list[str]]:
    together: dict[tuple[str, str], list[str]] = {}
    for one in example().accepted:
        together.setdefault((one.construct, one.reason), []).append(_finding(one))
    for (construct, reason), findings in together.items():
        yield [f"`{construct}`", code(findings), reason]


def _finding(accepted: Accepted) -> str:
    wildcard = accepted.finding.removeprefix("AwsSolutions-IAM5[Resource::").removesuffix("]")
    if wildcard == accepted.finding:
        return accepted.finding
    return f"AwsSolutions-IAM5 {wildcard}"
