"""Numbers as countries write them at home are told without the column's name."""

import pytest

from tests.unit.mesh.pii.test_engine import found_in


@pytest.mark.parametrize(
    "number",
    [
        "(61) 3552-4369",
        "(61) 98552-7874",
        "(01) 481 1704",
        "(702) 7768761",
        "010-1200-4567",
        "06 85 56 52 33",
    ],
)
@pytest.mark.parametrize("text", ["{}", "tel. {}", "call {} at noon"])
def test_a_number_as_it_is_written_at_home_is_a_telephone(number: str, text: str) -> None:
    assert found_in([text.format(number)] * 10, "c1")["PHONE_NUMBER"].count == 10


@pytest.mark.parametrize(
    "text",
    [
        "04 12 19 23 41",
        "04 32 19 23 41 44",
        "12(3) 123-1452",
        "(01)09521234543213",
        "020-1200-4567",
        "(2019) 1234-5678",
        "06-85 56 52 33",
    ],
)
def test_draws_issues_and_codes_are_none(text: str) -> None:
    assert found_in([text] * 10, "c1") == {}


def test_five_numbers_that_ascend_are_a_telephone_where_the_name_says_so() -> None:
    assert found_in(["01 23 45 67 89"] * 10, "telephone")["PHONE_NUMBER"].count == 10
