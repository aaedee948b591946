"""The pack holds every rule once, and a broken one refuses the synth and says what to write."""

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from policies import rules
from policies.pack import RULES, add_policies
from policies.rule import Rule


def test_the_pack_holds_every_rule_that_there_is() -> None:
    modules = [
        import_module(f"policies.rules.{each.name}")
        for each in pkgutil.iter_modules(rules.__path__)
    ]

    assert {rule.id for rule in RULES} == {module.RULE.id for module in modules}
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_holds_why_and_where_it_comes_from(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert len(rule.reason) > 20
    assert rule.source


def test_a_template_that_breaks_a_rule_refuses_the_synth(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    queue = sqs.CfnQueue(Stack(app, "Broken"), "Queue", queue_name="forgotten")
    add_policies(app)

    with pytest.raises(RuntimeError) as refused:
        app.synth()

    assert "Queues have dead letters" in str(refused.value)
    assert queue.node.path in str(refused.value)
    assert "write DeletionPolicy: RetainExceptOnCreate" in str(refused.value)


def test_a_template_without_faults_passes(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    sns.CfnTopic(Stack(app, "Fine"), "Topic", kms_master_key_id="arn:aws:kms:eu-central-1:1:key/1")
    add_policies(app)

    app.synth()
    assert (tmp_path / "Fine.template.json").exists()
