"""A column of several kinds is first of the kind that most of its rows hold."""

from tests.unit.mesh.pii.test_engine import found_in

PHONES = [f"+49 30 901820{tens}{ones}" for tens in range(3) for ones in range(10)]
MAIL = "ada.lovelace@example.org"


def test_a_few_mail_addresses_among_telephones_are_told_and_do_not_outrank_them() -> None:
    found = found_in([*PHONES, MAIL], "phone")

    assert found["EMAIL_ADDRESS"].count == 1
    assert found["EMAIL_ADDRESS"].confidence < found["PHONE_NUMBER"].confidence
    assert "most rows hold PHONE_NUMBER" in found["EMAIL_ADDRESS"].why


def test_many_mail_addresses_stay_as_sure_as_they_are() -> None:
    alone = found_in([MAIL] * 10, "contact")
    beside = found_in([*PHONES[:20], *[MAIL] * 10], "contact")

    assert beside["EMAIL_ADDRESS"].confidence == alone["EMAIL_ADDRESS"].confidence


def test_one_mail_address_is_as_sure_where_no_kind_holds_most_rows() -> None:
    found = found_in([*PHONES[:12], *["nothing to see"] * 30, MAIL], "phone")

    assert found["EMAIL_ADDRESS"].confidence == 0.99
