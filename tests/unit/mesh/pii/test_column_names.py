"""Names of columns speak for and against kinds, in many languages and as programs write them."""

import base64
import hashlib
import uuid
from itertools import pairwise

import numpy as np
import pytest

from mesh.pii.model.deciding import decisions
from mesh.pii.model.evidence import Sampled
from mesh.pii.model.headers import header_of
from tests.unit.mesh.pii.test_engine import found_in

# Nine digits that pass Luhn, as a register of firms numbers them.
REGISTERED = [
    f"{number}{check}"
    for number in range(55208131, 55208531)
    for check in range(10)
    if sum(
        int(digit) if place % 2 == 0 else sum(divmod(2 * int(digit), 10))
        for place, digit in enumerate(f"{number}")
    )
    % 10
    == -check % 10
]
LOCAL_PHONES = ["7(78)972-73-11", "7(2506)433-38-35", "7(590)702-33-06", "7(386)641-13-37"]
DAYS = ["1982-05-06", "1974-04-25", "1979-01-04", "1971-04-13", "1990-06-26"]
DIGESTS = [hashlib.md5(bytes([one]), usedforsecurity=False).digest() for one in range(12)]
COINED = ["Xqulta", "Wrenq", "Zzobi", "Vlkma", "Tsqorri", "Brrnak", "Qaxl", "Mfundzi"]
PEOPLE = [
    "Maria Kowalska",
    "Olu Okafor",
    "Yusuf Ferrari",
    "Brigid Byrne",
    "Hamish Moreau",
    "Ines Dvorak",
    "Kofi Osei",
]
FIRMS = ["Acme Steel Inc", "Northern Bank Ltd", "Lake Hospital", "Oslo University", "Delta Press"]


@pytest.mark.parametrize("column", ["siren", "code_siren", "siren_membre", "ISIN"])
def test_numbers_of_a_register_of_things_are_no_identifiers_of_people(column: str) -> None:
    assert "CA_SIN" in found_in(REGISTERED, "c1")

    assert found_in(REGISTERED, column) == {}


@pytest.mark.parametrize(
    "column",
    [
        "Телефон",
        "Teléfono",
        "handynummer",
        "telefoonnummer",
        "mobNumber",
        "puhelin",
        "手机号",
        "電話番号",
    ],
)
def test_telephone_numbers_are_told_in_many_languages(column: str) -> None:
    assert "PHONE_NUMBER" not in found_in(LOCAL_PHONES, "c1")

    assert set(found_in(LOCAL_PHONES, column)) == {"PHONE_NUMBER"}


@pytest.mark.parametrize(
    "column",
    ["Дата рождения", "Data di nascita", "fødselsdato", "födelsedatum", "生年月日", "Geburtstag"],
)
def test_dates_of_birth_are_told_in_many_languages(column: str) -> None:
    assert found_in(DAYS, "c1") == {}

    assert set(found_in(DAYS, column)) == {"DATE_OF_BIRTH"}


@pytest.mark.parametrize(
    "numbers",
    [["17175", "9788", "21343", "12464"], ["629683200", "608688000"], ["-103779719000"]],
    ids=["days of a sheet", "seconds", "thousandths"],
)
def test_dates_of_birth_are_numbers_too_where_the_name_says_date(numbers: list[str]) -> None:
    assert found_in(numbers, "birth_weight") == {}

    assert set(found_in(numbers, "date_of_birth")) == {"DATE_OF_BIRTH"}


def test_types_that_extended_json_writes_are_no_words_of_a_name() -> None:
    numbers = ["371138", "774388", "855057"]
    assert set(found_in(numbers, "account.number")) == {"BANK_ACCOUNT"}

    assert found_in(numbers, "account_id.$numberInt") == {}
    assert set(found_in(["795000000000"], "birthdate.$date.$numberLong")) == {"DATE_OF_BIRTH"}


@pytest.mark.parametrize("column", ["first_name", "last_name", "customer", "address_1", "c1"])
@pytest.mark.parametrize("written", ["hex", "base64", "uuid"])
def test_digests_are_neither_names_nor_addresses(column: str, written: str) -> None:
    texts = {
        "hex": [one.hex() for one in DIGESTS],
        "base64": [base64.b64encode(one).decode("ascii") for one in DIGESTS],
        "uuid": [str(uuid.UUID(bytes=one)) for one in DIGESTS],
    }[written]

    assert found_in(texts, column) == {}


@pytest.mark.parametrize("column", ["first_name", "Фамилия", "shipping_address_last_name"])
def test_a_name_of_a_column_that_is_certain_needs_no_known_names(column: str) -> None:
    assert found_in(COINED, "c1") == {}

    assert set(found_in(COINED, column)) == {"PERSON"}


def test_firms_are_no_people_whatever_their_column_is_called() -> None:
    assert found_in(FIRMS, "name_full") == {}


def test_words_for_nothing_are_no_part_of_what_a_column_holds() -> None:
    days = [*DAYS, *["not available", "N/A", "-"] * 5]

    assert found_in(days, "birth_date")["DATE_OF_BIRTH"].count == len(DAYS)


@pytest.mark.parametrize("written", ["['{}', '{}']", "[u'{}', u'{}']", '["{}", "{}"]'])
def test_names_are_found_in_lists_that_programs_write(written: str) -> None:
    lists = [written.format(*pair) for pair in pairwise(PEOPLE)]

    assert set(found_in(lists, "c1")) == {"PERSON"}


def test_degrees_with_a_sign_are_no_telephone_numbers() -> None:
    assert set(found_in(["+45.12345678", "+1.5551234567"], "c1")) == {"PHONE_NUMBER"}

    assert "PHONE_NUMBER" not in found_in(["+40.922326", "+39.475381", "+072.63707"], "c1")


def test_days_of_calls_are_no_telephone_numbers() -> None:
    days = [f"2024-0{at}-1{at}" for at in range(1, 9)]

    assert found_in([f"{day}T10:33:07Z" for day in days], "phone_calls[].created_at") == {}
    assert set(found_in(["0664 123 456", *days], "phone")) == {"PHONE_NUMBER"}


def test_a_few_names_are_enough_under_a_word_for_people_beside_words_for_things() -> None:
    shares = np.array([[0.5, 0.0, 0.25, 0.05, 0.05, 0.0, 0.0, 0.15]] * 3)
    few = Sampled.of(["Rick Riordan", "Jostein Gaarder", "Michael McCandless"], shares)

    found = decisions().of(few, header_of("author"), -3.0, 0.0)
    assert found is not None
    assert found.entity == "PERSON"
    assert decisions().of(few, header_of("title"), -3.0, 0.0) is None
