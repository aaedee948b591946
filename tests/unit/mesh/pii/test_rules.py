"""Own kinds are found as their rules say, and an allow list allows what it names and no more."""

import string
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesh.naming.rules import Allowed, CustomDetector, ScanRules
from mesh.pii import Engine, Finding

DESK = "desk@airline.example"
CARD = "4111 1111 1111 1111"
OWNER = {"owner": "data-protection@airline.example", "reason": "printed on every ticket"}
MEMBER = CustomDetector(name="MEMBER", pattern=r"\bAM-\d{9}\b")
CHECKED = CustomDetector(name="MEMBER", pattern=r"AM-\d{9}", check="luhn")


def looking_for(*detectors: CustomDetector) -> ScanRules:
    return ScanRules(detectors=detectors)


def allowing(*values: str, pattern: str = "") -> ScanRules:
    return ScanRules(allow=(Allowed(**OWNER, values=values, pattern=pattern),))


def found(values: Any, rules: ScanRules, column: str = "remarks") -> dict[str, Finding]:  # noqa: ANN401 - lists or arrays
    engine = Engine(rules=rules)
    array = values if isinstance(values, pa.Array) else pa.array(values)
    engine.add(pa.RecordBatch.from_arrays([array], names=[column]))
    return {finding.entity: finding for finding in engine.findings()}


def counts(values: Any, rules: ScanRules, column: str = "remarks") -> dict[str, int]:  # noqa: ANN401
    return {entity: one.count for entity, one in found(values, rules, column).items()}


def test_an_own_kind_is_found_with_its_rows_and_without_its_values() -> None:
    member = found(["none", "member AM-123456789 called", None], looking_for(MEMBER))

    assert list(member) == ["CUSTOM:MEMBER"]
    one = member["CUSTOM:MEMBER"]
    assert (one.count, one.share, one.rows) == (1, 0.5, (2,))
    assert one.validated
    assert one.evidence == ("xx-9999",)
    assert "1234" not in str(one.to_dict())


@pytest.mark.parametrize(
    "values",
    [
        pa.array(["AM-123456789", "x", "AM-123456789"]).dictionary_encode(),
        pa.array(["AM-123456789", "x", "AM-123456789"], pa.large_string()),
    ],
    ids=["dictionary", "large"],
)
def test_an_own_kind_is_counted_by_rows_however_texts_are_kept(values: Any) -> None:  # noqa: ANN401
    assert counts(values, looking_for(MEMBER)) == {"CUSTOM:MEMBER": 2}


@pytest.mark.parametrize("kind", [pa.int32(), pa.int64(), pa.float64(), pa.decimal128(20, 0)])
def test_an_own_kind_is_found_among_numbers(kind: pa.DataType) -> None:
    staff = CustomDetector(name="STAFF", pattern="^77[0-9]{3}$")

    assert counts(pa.array([77001, 12, None]).cast(kind), looking_for(staff)) == {"CUSTOM:STAFF": 1}


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ("luhn", "AM-123456782", "AM-123456783"),
        ("verhoeff", "AM-123456784", "AM-123456785"),
        ("mod11_10", "AM-123456788", "AM-123456780"),
        ("mod97", "AM-123456729", "AM-123456730"),
    ],
)
def test_of_a_kind_with_a_check_only_right_values_count(check: Any, right: str, wrong: str) -> None:  # noqa: ANN401
    rules = looking_for(CustomDetector(name="MEMBER", pattern=r"AM-\d{9}", check=check))

    assert counts([right], rules) == {"CUSTOM:MEMBER": 1}
    assert counts([wrong, "AM-000000000"], rules) == {}
    assert counts([f"{wrong} and {right}"], rules) == {"CUSTOM:MEMBER": 1}


def test_a_kind_with_columns_counts_under_their_words_only() -> None:
    rules = looking_for(CustomDetector(name="MEMBER", pattern=r"\d{4}", columns=("Member no",)))

    assert counts(["1234"], rules, "member_no") == {"CUSTOM:MEMBER": 1}
    assert counts(["1234"], rules, "flight_no") == {}


@pytest.mark.parametrize(("rows", "is_told"), [(1, False), (2, True)])
def test_a_kind_with_a_share_counts_from_that_share(rows: int, is_told: bool) -> None:  # noqa: FBT001
    rules = looking_for(CustomDetector(name="MEMBER", pattern=r"AM-\d{9}", share=0.2))
    values = ["AM-123456782"] * rows + ["none"] * (10 - rows)

    assert bool(counts(values, rules)) is is_told


def test_no_text_makes_an_own_pattern_slow() -> None:
    assert counts(["a" * 200_000], looking_for(CustomDetector(name="A", pattern="(a+)+b"))) == {}


def test_what_is_allowed_is_not_told_and_all_else_is() -> None:
    values = [DESK, f"write to {DESK}", "jane@airline.example", f"{DESK}, jane@airline.example"]

    assert counts(values, ScanRules())["EMAIL_ADDRESS"] == 4
    assert found(values, allowing(DESK))["EMAIL_ADDRESS"].rows == (3, 4)


@pytest.mark.parametrize(
    "value",
    [
        f"other{DESK}",
        f"{DESK}.com",
        f"other.{DESK}",
        f"{DESK}\N{ZERO WIDTH SPACE}.com",
        DESK.upper(),
        "\N{FULLWIDTH LATIN SMALL LETTER D}esk@airline.example",
    ],
)
def test_part_of_a_value_or_another_spelling_is_not_allowed(value: str) -> None:
    assert counts([value], allowing(DESK)) == {"EMAIL_ADDRESS": 1}


def test_an_allowed_part_takes_nothing_out_of_what_is_longer() -> None:
    assert counts([f"paid by {CARD}"], allowing("1111", "4111"))["CREDIT_CARD"] == 1
    assert counts([CARD], allowing(CARD)) == {}
    assert counts([f"{DESK} paid by {CARD}"], allowing(DESK))["CREDIT_CARD"] == 1


def test_an_allowed_pattern_that_reaches_over_others_allows_none_of_them() -> None:
    wide = allowing(pattern=r".*@airline\.example")

    assert counts([f"jane@else.example, {DESK}"], wide) == {"EMAIL_ADDRESS": 1}
    assert counts([f"{DESK}", f"see {DESK}"], wide) == {}


def test_an_allowed_pattern_is_asked_of_whole_values() -> None:
    pattern = allowing(pattern=r"desk\d@airline\.example|noreply@airline\.example")

    assert counts(["desk1@airline.example", "noreply@airline.example"], pattern) == {}
    assert counts(["xdesk1@airline.example", "desk1@airline.example.org"], pattern) == {
        "EMAIL_ADDRESS": 2
    }


@pytest.mark.parametrize(
    "values",
    [
        pa.array([DESK, "jane@airline.example"] * 3).dictionary_encode(),
        pa.array([DESK, "jane@airline.example"] * 3, pa.large_string()),
    ],
    ids=["dictionary", "large"],
)
def test_what_is_allowed_is_not_told_however_texts_are_kept(values: Any) -> None:  # noqa: ANN401
    assert counts(values, allowing(DESK)) == {"EMAIL_ADDRESS": 3}


def test_an_allowed_number_is_allowed_as_a_whole() -> None:
    card = pa.array([4111111111111111, 5500005555555559])

    assert counts(card, ScanRules(), "card")["CREDIT_CARD"] == 2
    assert counts(card, allowing("4111111111111111"), "card")["CREDIT_CARD"] == 1
    assert counts(card, allowing("4111", "1111"), "card")["CREDIT_CARD"] == 2


def test_an_own_kind_beside_an_allowed_value_is_found_and_may_be_allowed_itself() -> None:
    beside = ScanRules(detectors=(CHECKED,), allow=allowing(DESK).allow)
    mine = ScanRules(detectors=(CHECKED,), allow=allowing("AM-123456782").allow)

    assert counts([f"{DESK} AM-123456782"], beside) == {"CUSTOM:MEMBER": 1}
    assert counts(["AM-123456782", "for AM-123456782"], mine) == {}
    assert counts(["AM-123456782@airline.example"], mine)["EMAIL_ADDRESS"] == 1


WORDS = st.text(string.ascii_lowercase, min_size=1, max_size=6)
OTHERS = st.sampled_from(
    ["jane@else.example", CARD, "+49 30 901820", "DE89 3704 0044 0532 0130 00"]
)


@settings(max_examples=60, deadline=None)
@given(before=WORDS, other=OTHERS, after=WORDS, is_first=st.booleans())
def test_an_allowed_value_never_hides_another_in_its_cell(
    before: str, other: str, after: str, *, is_first: bool
) -> None:
    pair = (DESK, other) if is_first else (other, DESK)
    alone = counts([f"{before} {other} {after}"], ScanRules())
    beside = counts([f"{before} {pair[0]} {after} {pair[1]}"], allowing(DESK))

    # The model reads a cell as a whole, and another one if more stands in it.
    assert alone.keys() - {"ADDRESS"}
    assert alone.keys() - {"ADDRESS"} <= beside.keys()
