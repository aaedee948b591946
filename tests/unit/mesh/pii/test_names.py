"""Names and addresses are told by what a column holds, by its name and by its neighbours."""

import numpy as np
import pyarrow as pa
import pytest
from faker import Faker

from mesh.pii import Engine, Finding
from mesh.pii.model.columns import KINDS, WEIGHTS, weights
from mesh.pii.model.evidence import Neighbours, Sampled
from mesh.pii.model.headers import header_of
from tests.unit.mesh.pii.test_engine import found_in

FIRST = [
    "Maria",
    "Chen",
    "Olu",
    "Piotr",
    "Anneke",
    "Yusuf",
    "Brigid",
    "Hamish",
    "Svetlana",
    "Diego",
    "Ines",
    "Kofi",
]
LAST = [
    "Kowalska",
    "Okafor",
    "Lindqvist",
    "Moreau",
    "Papadakis",
    "Ferrari",
    "Nakamura",
    "Osei",
    "Byrne",
    "Dvorak",
]
HARMLESS = {
    "products": ["Lock Nut 11", "Half-Finger Gloves", "Road Frame - Red", "Metal Sheet 3"] * 5,
    "colours": ["red", "green", "light blue", "black", "Hazel", "Auburn", "Olive"],
    "answers": ["yes", "no", "male", "female"],
    "films": ["The Black Hole", "Day of the Dead", "Resident Evil: Afterlife", "Amazing Grace"],
    "codes": ["ANTON", "FAMIA", "FRANR", "LAUGB", "SIMOB", "DUMON", "TORTU", "ROMEY"],
    "dates": ["EOW: Monday, January 3, 1791", "EOW: Thursday, May 17, 1792"] * 3,
    "hours": ["8 AM \u2013 5 PM", "4 PM \u2013 8 AM", "NA", "All day", "9 AM \u2013 4 PM"] * 16,
    "measures": ["1.53352355957031", "0.482823", "1.25", "0.5", "1.33", "0.98"],
    "numbers": ["105, 108, 108-05", "101, 102", "117, 118, 118-09"],
}


def table_of(**columns: list[str]) -> dict[str, Finding]:
    engine = Engine()
    rows = max(map(len, columns.values()))
    padded = {name: (held * rows)[:rows] for name, held in columns.items()}
    engine.add(pa.record_batch({name: pa.array(held) for name, held in padded.items()}))
    return {found.column: found for found in engine.findings() if found.entity == "PERSON"}


@pytest.mark.parametrize("column", ["first_name", "Vorname", "c1", "имя", "contactFirst"])
def test_given_names_are_found_whatever_their_column_is_called(column: str) -> None:
    found = found_in(FIRST, column)

    assert set(found) == {"PERSON"}
    assert "sampled values read as names of people" in found["PERSON"].why[0]


@pytest.mark.parametrize(
    "written",
    ["{first} {last}", "{last}, {first}", "{LAST}, {first}", "Dr. {first} {last}", "{last}"],
)
def test_names_are_found_in_every_order_and_case(written: str) -> None:
    names = [
        written.format(first=first, last=last, LAST=last.upper())
        for first, last in zip(FIRST, LAST, strict=False)
    ]

    assert set(found_in(names, "column 3")) == {"PERSON"}


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "pt_BR", "pl_PL", "ru_RU", "ja_JP", "en_IN"])
def test_names_of_many_countries_are_found(locale: str) -> None:
    fake = Faker(locale)
    fake.seed_instance(2)

    assert set(found_in([fake.name() for _ in range(60)], "x")) == {"PERSON"}


@pytest.mark.parametrize("values", HARMLESS.values(), ids=HARMLESS)
def test_what_is_no_name_is_left_alone(values: list[str]) -> None:
    assert set(found_in(values, "c4")) <= {"GENDER"}
    assert set(found_in(values, "family")) <= {"GENDER"}


@pytest.mark.parametrize("column", ["street", "Adresse", "billing_address", "c2"])
def test_addresses_are_found_whatever_their_column_is_called(column: str) -> None:
    found = found_in(["12 rue des Bouchers", "Forsterstr. 57", "7 Houndstooth Rd."], column)

    assert set(found) == {"ADDRESS"}


def test_a_street_needs_no_number_where_the_column_says_street() -> None:
    streets = ["Skiles Walks", "Norberto Crossing", "Rex Trail", "Hoeger Mall"]

    assert set(found_in(streets, "address.street")) == {"ADDRESS"}
    assert "ADDRESS" not in found_in(streets, "c1")


def test_keys_of_people_are_not_their_names() -> None:
    assert "PERSON" not in found_in(["SMITH", "JONES", "BYRNE", "CLARK", "DAVIS"], "customer_id")


def test_user_names_are_told_from_names_under_a_word_for_people() -> None:
    handles = ["pg_rules", "dang99", "tptacek", "x_karl", "idlewords7", "lucasgx", "rstat_fan"]

    assert set(found_in(handles, "author")) == {"USERNAME"}
    assert set(found_in(handles, "name")) == {"USERNAME"}
    assert found_in(handles, "internal_name") == {}


def test_neighbours_speak_for_people_or_for_things() -> None:
    people = Neighbours(dict.fromkeys(("name", "email", "birth_date", "phone")))
    things = Neighbours(dict.fromkeys(("name", "price", "sku", "weight")))

    assert people.speak("name") == 3
    assert things.speak("name") == -3
    assert Neighbours({"email": None}).speak("email") == 0


def test_one_column_of_names_speaks_for_another() -> None:
    shares = np.zeros((9, len(KINDS)))
    shares[:, KINDS.index("surname")] = 1.0
    names = Sampled.of([f"name{at}" for at in range(9)], shares)

    beside = Neighbours({"last": names, "first": None})

    assert beside.people("first") == 1.0
    assert beside.people("last") == 0.0


def test_a_field_that_is_just_called_name_is_called_like_what_it_belongs_to() -> None:
    assert header_of("users[].company.name").thing == "company"
    assert header_of("Employee[].Name").people == "employee"
    assert header_of("author_id").key == "id"
    assert header_of("column 7").nameless


def test_a_table_of_people_is_found_as_a_whole() -> None:
    assert set(table_of(Last=LAST, First=FIRST, Score=["1", "2"])) == {"First", "Last"}


def test_the_weights_are_small_and_every_text_has_shares_that_sum_to_one() -> None:
    assert WEIGHTS.stat().st_size < 1_000_000
    assert weights().steps.dtype == np.int8

    shares = weights().shares(["", " ", "é" * 500, "\x00", "李小龙", "a" * 10_000])

    assert np.allclose(shares.sum(axis=1), 1.0)
