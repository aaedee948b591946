"""Logs end and are encrypted, failed messages are kept and told about, data survives its stack."""

from typing import Any

import pytest

from policies.rules import data_kept, functions_log, queues_have_dead_letters
from tests.policies.templates import broken, findings, of, template

LOGS = "AWS::Logs::LogGroup"


def function(**logging: object) -> dict[str, Any]:
    return of("AWS::Lambda::Function", LoggingConfig=logging)


def test_a_function_with_its_own_log_passes() -> None:
    made = template(
        L=of(LOGS, RetentionInDays=90, KmsKeyId="arn:aws:kms:::key/1"),
        F=function(LogGroup={"Ref": "L"}),
    )

    assert broken(functions_log.RULE, made) == []


@pytest.mark.parametrize("logging", [{}, {"LogGroup": "/aws/lambda/f"}, {"LogGroup": {"Ref": "X"}}])
def test_a_function_without_a_log_of_the_template_is_found(logging: dict[str, object]) -> None:
    assert broken(functions_log.RULE, template(F=function(**logging))) == ["F"]


@pytest.mark.parametrize("missing", ["RetentionInDays", "KmsKeyId"])
def test_a_log_that_never_ends_or_is_not_encrypted_is_found(missing: str) -> None:
    given = {"RetentionInDays": 90, "KmsKeyId": "arn:aws:kms:::key/1"}
    del given[missing]

    found = findings(functions_log.RULE, template(L=of(LOGS, **given)))
    assert [each.where for each in found] == [f"Properties.{missing}"]


def queue(name: str, dead: str | None = None) -> dict[str, Any]:
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": [dead, "Arn"]}}
    return of("AWS::SQS::Queue", QueueName=name, **({"RedrivePolicy": redrive} if dead else {}))


def alarm(name: str, **changes: object) -> dict[str, Any]:
    dimensions = [{"Name": "QueueName", "Value": name}]
    properties = {"Dimensions": dimensions, "AlarmActions": ["topic"], **changes}
    return of("AWS::CloudWatch::Alarm", **properties)


def test_watched_queues_with_dead_letters_pass() -> None:
    made = template(Q=queue("q", "D"), D=queue("d"), A=alarm("q"), B=alarm("d"))

    assert broken(queues_have_dead_letters.RULE, made) == []


def test_dead_letters_of_a_function_count() -> None:
    failing = of("AWS::Lambda::Function", DeadLetterConfig={"TargetArn": {"Ref": "D"}})
    made = template(D=queue("d"), B=alarm("d"), F=failing)

    assert broken(queues_have_dead_letters.RULE, made) == []


def test_a_queue_without_dead_letters_is_found() -> None:
    assert broken(queues_have_dead_letters.RULE, template(Q=queue("q"), A=alarm("q"))) == ["Q"]


@pytest.mark.parametrize("watch", [alarm("other"), alarm("d", AlarmActions=[])])
def test_dead_letters_that_fill_unseen_are_found(watch: dict[str, Any]) -> None:
    made = template(Q=queue("q", "D"), D=queue("d"), A=alarm("q"), B=watch)

    assert broken(queues_have_dead_letters.RULE, made) == ["D"]


KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
HOLDS = ["AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SQS::Queue"]


@pytest.mark.parametrize("kind", HOLDS)
def test_what_is_kept_passes(kind: str) -> None:
    assert broken(data_kept.RULE, template(R={"Type": kind, **KEPT})) == []


def test_what_a_failed_first_deployment_takes_back_passes() -> None:
    kept = KEPT | {"DeletionPolicy": "RetainExceptOnCreate"}

    assert broken(data_kept.RULE, template(R={"Type": HOLDS[0], **kept})) == []


@pytest.mark.parametrize("kind", HOLDS)
@pytest.mark.parametrize("attribute", KEPT)
@pytest.mark.parametrize("value", ["Delete", None])
def test_what_goes_with_its_stack_is_found(kind: str, attribute: str, value: str | None) -> None:
    found = findings(data_kept.RULE, template(R={"Type": kind, **KEPT, attribute: value}))

    assert [each.where for each in found] == [attribute]
