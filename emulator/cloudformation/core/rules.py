"""A template's Rules: assertions about its parameters, asked before anything is made."""

from collections.abc import Mapping

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.evaluation import Evaluation
from emulator.cloudformation.core.template import Json


def check_rules(rules: Mapping[str, Json], evaluation: Evaluation) -> None:
    """Refuse parameters that a rule refuses.

    Raises:
        TemplateError: with the rule's own description.
    """
    for name, rule in rules.items():
        if "RuleCondition" in rule and not evaluation.truth(rule["RuleCondition"]):
            continue
        for assertion in rule["Assertions"]:
            if not evaluation.truth(assertion["Assert"]):
                words = assertion.get("AssertDescription", f"rule {name} is not met")
                message = f"Template validation error: Rule {name} failed: {words}"
                raise TemplateError(message)
