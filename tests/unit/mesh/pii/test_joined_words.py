"""Names and streets are read where their words are joined, and other joined words are none."""

import pytest

from tests.unit.mesh.pii.test_engine import found_in
from tests.unit.mesh.pii.test_names import FIRST, LAST, table_of

JOINED = [f"{first}{last}" for first, last in zip(FIRST, LAST, strict=False)]
STREETS = [
    "Abelenlaan", "Bijlstraat", "Kerkstraat", "Stationsplein", "Meersdreef", "Acacialaan",
    "Hauptstraße", "Storgatan",
]  # fmt: skip
OF_PROGRAMS = [
    "DescribeInstances", "ApexClass", "CustomField", "PageLayout", "RunInstances", "StopLogging",
    "CreateBucket", "HomePage", "EmailTemplate", "SalesOrder", "ExternalStorage", "WorkFlow",
]  # fmt: skip


@pytest.mark.parametrize("column", ["c1", "student_1"])
def test_names_that_are_joined_without_a_blank_are_names_of_people(column: str) -> None:
    assert set(found_in(JOINED, column)) == {"PERSON"}


def test_joined_names_under_a_name_for_user_names_stay_user_names() -> None:
    assert set(found_in(JOINED, "username")) == {"USERNAME"}


@pytest.mark.parametrize("column", ["c1", "event"])
def test_joined_words_of_programs_are_no_names(column: str) -> None:
    assert found_in(OF_PROGRAMS, column) == {}


def test_streets_of_one_word_are_addresses_under_a_word_for_streets_alone() -> None:
    assert set(found_in(STREETS, "straat")) == {"ADDRESS"}
    assert found_in(["Pave", "Gravel", "Asphalt"] * 3, "street") == {}


def test_degrees_are_no_names_though_all_others_beside_them_speak_of_people() -> None:
    names = [f"{first} {last}" for first, last in zip(FIRST, LAST, strict=False)]
    degrees = ["M.Sc", "M.A", "B.A", "B.Sc", "B.Ed"] * 2

    assert set(table_of(name=names, qualification=degrees, school=["North", "South"])) == {"name"}
