"""Nothing undeclared is published; a tolerance exists only where no validator does."""

from dataclasses import replace

import pytest

from mesh.contracts.model import Column
from mesh.pii import Finding, judge


def finding(entity: str, share: float = 0.001, *, validated: bool) -> Finding:
    return Finding(
        column="notes", entity=entity, count=1, share=share, confidence=0.9, validated=validated
    )


def column(*personal: str) -> Column:
    return Column(name="notes", type="string", personal=personal)


@pytest.mark.parametrize("entity", ["EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "US_SSN"])
def test_one_validated_value_in_a_million_refuses(entity: str) -> None:
    verdict = judge([finding(entity, 1e-6, validated=True)], [column()], tolerance=1.0)

    assert not verdict.is_clean
    assert "notes" in verdict.reasons()[0]


@pytest.mark.parametrize(("share", "is_clean"), [(0.01, True), (0.011, False)])
def test_the_tolerance_is_the_last_share_that_passes(share: float, *, is_clean: bool) -> None:
    verdict = judge([finding("PHONE_NUMBER", share, validated=False)], [column()], tolerance=0.01)

    assert verdict.is_clean is is_clean


def test_what_the_contract_declares_may_be_there() -> None:
    assert judge(
        [finding("EMAIL_ADDRESS", 1.0, validated=True)], [column("EMAIL_ADDRESS")]
    ).is_clean


def test_a_declared_kind_excuses_no_other_kind() -> None:
    findings = [finding("CREDIT_CARD", validated=True)]

    assert not judge(findings, [column("EMAIL_ADDRESS")]).is_clean


def test_a_column_declared_as_text_may_hold_whatever_its_sentences_hold() -> None:
    card = finding("CREDIT_CARD", validated=True)

    assert judge([card], [column("PII_IN_TEXT")]).is_clean


@pytest.mark.parametrize(
    ("declared", "is_clean"), [(("PERSON", "EMAIL_ADDRESS"), True), (("EMAIL_ADDRESS",), False)]
)
def test_sentences_may_hold_the_kinds_that_are_declared_one_by_one(
    declared: tuple[str, ...], *, is_clean: bool
) -> None:
    held = (("EMAIL_ADDRESS", 1), ("PERSON", 7))
    text = replace(finding("PII_IN_TEXT", 0.7, validated=True), spans=held)

    assert judge([text], [column(*declared)]).is_clean is is_clean


def test_a_finding_in_text_keeps_its_kinds_when_it_is_written_and_read() -> None:
    text = replace(finding("PII_IN_TEXT", validated=True), spans=(("EMAIL_ADDRESS", 3),))

    assert Finding.from_dict(text.to_dict()) == text
    assert text.to_dict()["spans"] == {"EMAIL_ADDRESS": 3}


def test_an_attribute_that_names_nobody_is_told_and_refuses_nothing() -> None:
    age = replace(finding("AGE", 1.0, validated=False), category="attribute")

    assert judge([age], [column()], tolerance=0.0).is_clean


def test_a_tolerance_that_is_no_share_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"within 0\.0 and 1\.0"):
        judge([], [], tolerance=1.5)


@pytest.mark.parametrize(
    ("tolerances", "share", "is_clean"),
    [
        ({"PHONE_NUMBER": 0.05}, 0.04, True),
        ({"PHONE_NUMBER": 0.05}, 0.06, False),
        ({"contact": 0.05}, 0.04, True),
        ({"contact": 0.05, "PHONE_NUMBER": 0.0}, 0.001, False),
        ({"money": 0.05}, 0.04, False),
    ],
)
def test_a_kind_is_tolerated_by_its_own_word_then_its_groups_then_as_ever(
    tolerances: dict[str, float], share: float, *, is_clean: bool
) -> None:
    told = [finding("PHONE_NUMBER", share, validated=False)]

    assert judge(told, [column()], tolerances=tolerances).is_clean is is_clean


def test_no_tolerance_lets_a_validated_value_pass() -> None:
    told = [finding("CREDIT_CARD", 1e-6, validated=True)]

    assert not judge(told, [column()], tolerances={"CREDIT_CARD": 1.0, "money": 1.0}).is_clean


def test_what_is_declared_and_not_found_is_told_and_refuses_nothing() -> None:
    card = finding("CREDIT_CARD", 1.0, validated=True)

    verdict = judge([card], [column("CREDIT_CARD", "EMAIL_ADDRESS")])

    assert verdict.is_clean
    (note,) = verdict.notes
    assert "is declared to hold EMAIL_ADDRESS, which was not found" in note
    assert "CREDIT_CARD" not in note


def test_a_column_with_nothing_personal_is_less_sensitive_than_declared() -> None:
    age = replace(finding("AGE", 1.0, validated=False), category="attribute")

    (empty,) = judge([], [column("EMAIL_ADDRESS")]).notes
    (only_age,) = judge([age], [column("EMAIL_ADDRESS")]).notes

    assert "less sensitive than declared" in empty
    assert "nothing personal was found in it but AGE, which names nobody" in only_age


@pytest.mark.parametrize(
    ("declared", "held"),
    [("EMAIL_ADDRESS", "EMAIL_ADDRESS"), ("NATIONAL_ID", "US_SSN"), ("PII_IN_TEXT", "PERSON")],
)
def test_what_is_declared_and_found_is_not_worth_a_note(declared: str, held: str) -> None:
    told = [finding(held, 0.001, validated=False)]

    assert judge(told, [column(declared)]).notes == ()
    assert judge(told, [column()]).notes == ()
