"""An identifier is found whatever sign of print or script stands beside it."""

import pytest

from tests.unit.mesh.pii.test_engine import found_in

VALUES = {
    "EMAIL_ADDRESS": "ada.lovelace@example.org",
    "IBAN_CODE": "GB33BUKB20201555555555",
    "US_SSN": "536-22-8726",
    "CREDIT_CARD": "5105 1051 0510 5100",
    "CN_RIC": "11010519491231002X",
}
AROUND = [
    "“”", "„“", "«»", "‹›", "‘’", "’’", "––", "—,", "§§", "¬¬", "¦¦", "··", "••", "……", "（）",  # noqa: RUF001 - these signs are meant
    "：，", "「」", "　　", "號碼", "는가",  # noqa: RUF001
]  # fmt: skip


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("signs", AROUND)
def test_signs_of_print_and_script_end_a_value(signs: str, kind: str) -> None:
    value = VALUES[kind]
    cells = [f"here {signs[0]}{value}{signs[1]} there", "a word", "another"]

    assert found_in(cells)[kind].count == 1


def test_parts_of_a_number_may_be_joined_by_a_printers_dash() -> None:
    assert found_in(["call of 536–22–8726 came", "a word"])["US_SSN"].count == 1  # noqa: RUF001


def test_letters_of_latin_scripts_do_not_end_a_value() -> None:
    assert found_in(["é536-22-8726", "ñGB33BUKB20201555555555é", "a word"]) == {}
