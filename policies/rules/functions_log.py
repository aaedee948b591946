"""Functions write logs that are encrypted and end."""

from collections.abc import Iterator

from policies.rule import Finding, Rule, Template, target_of


def check(template: Template) -> Iterator[Finding]:
    """Find functions without a log group of the template, and log groups that keep for ever."""
    groups = dict(template.of_type("AWS::Logs::LogGroup"))
    for logical_id, group in groups.items():
        if not group.get("RetentionInDays"):
            yield Finding(logical_id, "Properties.RetentionInDays", "write after how many days")
        if not group.get("KmsKeyId"):
            yield Finding(logical_id, "Properties.KmsKeyId", "write the ARN of the account's key")
    for logical_id, function in template.of_type("AWS::Lambda::Function"):
        if target_of(function.get("LoggingConfig", {}).get("LogGroup")) not in groups:
            says = "make a log group in the template and name it as LoggingConfig.LogGroup"
            yield Finding(logical_id, "Properties.LoggingConfig", says)


RULE = Rule(
    id="MESH-LOG-1",
    title="Functions write logs that are encrypted and end.",
    reason="Lambda makes a log group by itself that never ends and that no key of ours guards.",
    source="AWS Security Hub CloudWatch.16",
    check=check,
)
