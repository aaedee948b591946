"""What files of other makers hold beside the usual: compounds, other scripts, codes, long texts."""

import pytest

from mesh.pii.model.evidence import Neighbours
from mesh.pii.model.headers import header_of
from tests.unit.mesh.pii.test_engine import found_in
from tests.unit.mesh.pii.test_names import LAST, table_of

OFFICES = [
    "अर्थ समिति",
    "कृषि विभाग",
    "शिक्षा मन्त्रालय",
    "सर्वोच्च अदालत",
    "निर्वाचन आयोग",
    "ऊर्जा मन्त्रालय",
]
LANDS = ["أفغانستان", "ألمانيا", "المملكة المتحدة", "جمهورية مصر", "سلطنة عمان", "الدولة الليبية"]
RULINGS = ["354 Ark. 680", "113 S.W.3d 81", "12 Cal. 4th 990", "88 N.Y.2d 102", "7 Ala. 12"]
GOODS = ["24-WG086 24-WG083", "24-UG03 24-WG084 24-WG087", "24-UG01 24-MB02", "24-UB02 24-WB05"]
LAWS = [
    f"Altera os artigos {at} e {at + 3} da Lei 8.112, de 11 de dezembro de 1990, para dispor sobre "
    "a jornada de trabalho de servidores que tenham sob sua guarda pessoa que precise de cuidados"
    for at in range(12)
]
CUSTOMERS = ["ANTON", "FAMIA", "FRANR", "LAUGB", "SIMOB", "DUMON", "MARIA", "PETRA", "PAULA"]


@pytest.mark.parametrize("values", [OFFICES, LANDS], ids=["offices", "lands"])
@pytest.mark.parametrize("column", ["c1", "name_ne"])
def test_writing_other_than_latin_alone_is_no_name(column: str, values: list[str]) -> None:
    assert found_in(values, column) == {}


@pytest.mark.parametrize("values", [RULINGS, GOODS, LAWS], ids=["rulings", "goods", "laws"])
def test_numbers_among_words_are_no_addresses(values: list[str]) -> None:
    assert found_in(values, "c1") == {}


def test_one_text_that_reads_as_an_address_is_none_without_a_telling_name() -> None:
    assert found_in(["Österr. Bundesliga 2011/12"], "name") == {}
    assert set(found_in(["690 Melissa Estate"], "billing_address.address1")) == {"ADDRESS"}


@pytest.mark.parametrize("value", ["false", "Mr.", "n/a", "Frau"])
def test_yes_and_no_and_titles_name_nobody(value: str) -> None:
    assert found_in([value], "criteria_first_name") == {}


def test_codes_of_one_length_are_no_names() -> None:
    assert found_in(CUSTOMERS, "c4") == {}


def test_spaces_before_a_name_do_not_hide_it() -> None:
    assert set(found_in([" N.", " K.", " Wrenq"], "lastname")) == {"PERSON"}


def test_a_column_that_is_only_numbered_says_nothing_against_names() -> None:
    assert header_of("column 1").thing == ""
    assert set(found_in(LAST, "column 1")) == {"PERSON"}


@pytest.mark.parametrize(
    ("column", "thing"), [("companyname", "company"), ("counties", "counties")]
)
def test_compounds_and_plurals_stand_for_things(column: str, thing: str) -> None:
    header = header_of(column)

    assert header.thing == thing


def test_compounds_of_other_languages_have_a_head_and_a_beginning() -> None:
    assert header_of("議員氏名").certain == "氏名"
    assert header_of("STRASSEPOSTFACH").address == "strassepostfach"
    assert header_of("nombre").plain
    assert header_of("PLAYERNAME").certain == "player name"


def test_a_plain_name_beside_the_other_part_of_a_name_is_one_for_sure() -> None:
    assert Neighbours({"nom": None, "prénom": None}).header("nom").certain == "nom"
    assert not Neighbours({"nom": None, "prix": None}).header("nom").certain
    coined = ["Xqulta", "Wrenqa", "Zzobiro", "Vlkma", "Tsqorri"]

    assert "nom" in table_of(nom=coined, prenom=LAST[:5])
