"""A validator accepts what its issuer could have given, and one wrong digit is never accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesh.pii.validators import is_card, is_email, is_iban, is_us_ssn, passes_luhn

DIGITS = st.text("0123456789", min_size=14, max_size=14)


def with_check_digit(digits: str) -> str:
    return next(digits + d for d in "0123456789" if passes_luhn(digits + d))


def iban(country: str, account: str) -> str:
    remainder = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00")) % 97
    return f"{country}{98 - remainder:02}{account}"


@given(DIGITS)
def test_every_visa_number_with_its_check_digit_is_a_card(digits: str) -> None:
    assert is_card(with_check_digit("4" + digits))


@given(DIGITS, st.integers(1, 15), st.integers(1, 9))
def test_one_wrong_digit_is_no_card(digits: str, place: int, change: int) -> None:
    card = with_check_digit("4" + digits)
    wrong = str((int(card[place]) + change) % 10)

    assert not is_card(card[:place] + wrong + card[place + 1 :])


@given(st.text("0123456789", min_size=18, max_size=18))
def test_every_german_account_with_its_check_digits_is_an_iban(account: str) -> None:
    assert is_iban(iban("DE", account))


@given(st.text("0123456789", min_size=18, max_size=18), st.integers(4, 21), st.integers(1, 9))
def test_one_wrong_digit_is_no_iban(account: str, place: int, change: int) -> None:
    good = iban("DE", account)
    wrong = str((int(good[place]) + change) % 10)

    assert not is_iban(good[:place] + wrong + good[place + 1 :])


@pytest.mark.parametrize("text", ["GB29 NWBK 6016 1331 9268 19", "FR1420041010050500013M02606"])
def test_ibans_with_letters_and_spaces_count(text: str) -> None:
    assert is_iban(text)


@pytest.mark.parametrize("text", ["536-22-1234", "536221234", "536 22 1234"])
def test_a_social_security_number_may_be_written_in_three_ways(text: str) -> None:
    assert is_us_ssn(text)


@pytest.mark.parametrize(
    "text",
    ["000-22-1234", "666-22-1234", "900-22-1234", "536-00-1234", "536-22-0000", "536-221234"],
)
def test_numbers_that_were_never_given_are_no_social_security_numbers(text: str) -> None:
    assert not is_us_ssn(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("jane.doe@example.org", True),
        ("o'neil+x@mail.example.co.uk", True),
        ("jürgen@bücher.example", True),
        ("icon@2x.png", False),
        ("a..b@example.org", False),
        ("a@-example.org", False),
        ("a@example", False),
    ],
)
def test_an_address_has_the_structure_of_one(text: str, *, is_one: bool) -> None:
    assert is_email(text) is is_one
