"""An identifier counts where its form, its column, its neighbours or the odds tell of it."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from mesh.pii import Engine, Finding
from mesh.pii.chance import Estimate, keys_of, tail
from tests.unit.mesh.pii.specimens import (
    by_form,
    main_form,
    random_values,
    right_values,
    written,
)
from tests.unit.mesh.pii.test_engine import found_in

DETECTORS = by_form()
ALONE = sorted(kind for kind, one in DETECTORS.items() if one.alone)
BARE = sorted(kind for kind, one in DETECTORS.items() if one.bare)
# A published specimen each, where random values of the form are hardly ever right.
RARE = {
    "IBAN_CODE": "NO9386011117947",
    "VIN": "1M8GDM9AXKP042788",
    "IT_CODICE_FISCALE": "RSSMRA85T10A562S",
    "CN_RIC": "11010519491231002X",
}
PROSE = ["the train left on time"] * 500


def right(kind: str, template: str) -> str:
    """One value of a kind as a form writes it."""
    if kind in RARE:
        return RARE[kind]
    detector = DETECTORS[kind]
    rng = np.random.default_rng(3)
    while True:
        values = random_values(template, rng)
        values = values[:, detector.check(values)]
        if values.shape[1]:
            return written(values, template)


@pytest.mark.parametrize("kind", ALONE)
def test_one_value_with_a_form_of_its_own_is_found_in_any_text(kind: str) -> None:
    value = right(kind, DETECTORS[kind].alone[0])

    found = found_in([*PROSE, f"see {value}, thanks"])

    assert (found[kind].count, found[kind].rows) == (1, (501,))
    assert found[kind].validated


@pytest.mark.parametrize("kind", BARE)
def test_plain_digits_count_under_a_telling_name_and_beside_a_telling_word(kind: str) -> None:
    detector = DETECTORS[kind]
    value = right(kind, detector.bare[0])
    word = detector.header[0]

    assert found_in([value] * 3, word)[kind].count == 3
    assert found_in([*PROSE, f"{word}: {value}!"])[kind].rows == (501,)
    assert kind not in found_in([*PROSE, f"order: {value}!"])


@pytest.mark.parametrize("kind", sorted(k for k in BARE if DETECTORS[k].proves))
def test_many_right_ones_are_found_without_a_name(kind: str) -> None:
    detector = DETECTORS[kind]
    values = right_values(detector, np.random.default_rng(8), least=200)[:, :200]

    found = found_in([written(values, main_form(detector), at) for at in range(200)], "x")

    assert kind in found
    assert "chance" in " ".join(found[kind].why)


@pytest.mark.parametrize("length", range(8, 19))
def test_digits_that_pass_by_chance_are_nothing(length: int) -> None:
    values = random_values("9" * length, np.random.default_rng(length), 20_000)

    texts = [written(values, "9" * length, at) for at in range(20_000)]

    assert found_in(texts, "reference") == {}
    assert found_in([int(text) for text in texts], "reference") == {}


@pytest.mark.parametrize("digits", [9, 10, 11])
@pytest.mark.parametrize("step", [1, 10, 1000])
def test_numbers_that_count_upwards_are_nothing(digits: int, step: int) -> None:
    first = 5 * 10 ** (digits - 1)

    assert found_in(list(range(first, first + 5_000 * step, step)), "order") == {}


def test_one_value_repeated_a_thousand_times_is_no_proof() -> None:
    engine = Engine()
    for _ in range(20):
        engine.add(pa.record_batch({"branch": pa.array(["111222333", "123456782"] * 50)}))

    assert engine.findings() == ()


def test_a_word_that_speaks_against_it_outweighs_a_telling_one() -> None:
    assert set(found_in(["111222333"] * 5, "bsn")) == {"NL_BSN"}
    assert found_in(["111222333"] * 5, "bsn_verified_count") == {}


def test_leading_zeros_that_numbers_lost_are_put_back_under_a_telling_name() -> None:
    assert found_in([12345673], "bsn") == {}
    assert found_in([12345672], "bsn")["NL_BSN"].count == 1


def test_a_telling_name_decides_between_kinds_with_the_same_check() -> None:
    values = right_values(DETECTORS["CA_SIN"], np.random.default_rng(1), least=100)[:, :100]
    texts = [written(values, "999999999", at) for at in range(100)]

    assert set(found_in(texts, "sin")) == {"CA_SIN"}
    assert set(found_in(texts, "zehut")) == {"IL_ID"}


def test_an_encoded_column_is_counted_by_rows_as_a_plain_one() -> None:
    values = ["4111111111111111", "none", None, "jane@example.org", "AB123456C"] * 40
    plain = pa.array(values)

    def findings(column: "pa.Array[Any]") -> tuple[Finding, ...]:
        engine = Engine()
        for _ in range(3):
            engine.add(pa.record_batch({"notes": column}))
        return engine.findings()

    assert len(findings(plain)) == 3
    assert findings(plain.dictionary_encode()) == findings(plain)


@pytest.mark.parametrize(
    "text",
    [
        "0.39053344705",
        "550e8400-e29b-41d4-a716-446655440000",
        "+39053344705",
        "390533447051",
        "1-390.533.447-05",
    ],
)
def test_digits_within_something_longer_are_no_identifier(text: str) -> None:
    assert not {"BR_CPF", "BR_CNPJ"} & set(found_in([f"cpf {text}"], "cpf"))


def test_every_finding_says_why() -> None:
    found = found_in(["111222333"] * 5 + ["536-22-1234", "jane@example.org"], "bsn")

    assert set(found) == {"NL_BSN", "US_SSN", "EMAIL_ADDRESS"}
    assert all(one.why for one in found.values())
    assert "the column's name has 'bsn'" in found["NL_BSN"].why
    assert not any("111222333" in reason for one in found.values() for reason in one.why)
    assert Finding.from_dict(found["NL_BSN"].to_dict()) == found["NL_BSN"]


def test_odds_fall_with_what_chance_does_not_explain() -> None:
    assert tail(1000, 100, 0.1) == 1.0
    assert tail(1000, 130, 0.1) > 1e-6
    assert tail(1000, 200, 0.1) < 1e-6
    assert tail(6, 6, 0.1) == pytest.approx(1e-6)


def test_distinct_values_are_counted_closely() -> None:
    distinct = Estimate()
    values = random_values("999999999", np.random.default_rng(2), 5_000)
    for _ in range(3):
        distinct.add(keys_of(np.ascontiguousarray(values.T)))

    assert distinct.count() == pytest.approx(5_000, rel=0.05)


def test_numbers_of_books_have_a_check_digit_of_their_own() -> None:
    numbers = [f"0{at:08}" for at in np.random.default_rng(5).integers(0, 10**8, 300)]
    checks = [-sum((10 - at) * int(one) for at, one in enumerate(each)) % 11 for each in numbers]

    books = [f"{each}{check}" for each, check in zip(numbers, checks, strict=True) if check < 10]

    assert found_in(books, "x") == {}


def test_invoices_that_look_like_it_are_numbered_and_one_among_others_is_found() -> None:
    numbers = [f"{100 + at}-{10 + at % 80}-{1000 + at}" for at in range(200)]

    assert found_in(numbers, "Invoice ID") == {}
    assert set(found_in(numbers, "c1")) == {"US_SSN"}
    assert set(found_in([*map(str, range(300)), numbers[7]], "Invoice ID")) == {"US_SSN"}


@pytest.mark.parametrize("column", ["ssn_num", "SSN code", "num_ssn"])
def test_a_code_or_number_of_a_kind_is_one_of_that_kind(column: str) -> None:
    assert set(found_in(["536221234", "219462233"], column)) == {"US_SSN"}
