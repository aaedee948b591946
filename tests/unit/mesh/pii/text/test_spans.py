"""Spans say where in a text personal data stands, and nothing of what it is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesh.pii import Span, spans_of
from mesh.pii.text.spans import spans_of_all

_WORDS = st.sampled_from(
    [
        "Anna",
        "Kovács",
        "anna@example.org",
        "4111 1111 1111 1111",
        "\ufb01ve",
        "\n",
        "Main St 5",
        "…",
    ]
)


def told(text: str, *, sure: float = 0.5) -> dict[str, list[str]]:
    """Parts of a text by kind."""
    found: dict[str, list[str]] = {}
    for span in spans_of(text):
        if span.confidence >= sure:
            found.setdefault(span.entity, []).append(text[span.start : span.end])
    return found


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("Please write to anna@example.org today.", "EMAIL_ADDRESS", "anna@example.org"),
        ("Pay to DE89 3704 0044 0532 0130 00, please.", "IBAN_CODE", "DE89 3704 0044 0532 0130 00"),
        ("I lost my card 4111111111111111 again", "CREDIT_CARD", "4111111111111111"),
        ("The SSN on file is 536-90-4399.", "US_SSN", "536-90-4399"),
        ("Requests from 81.2.69.142 were blocked", "IP_ADDRESS", "81.2.69.142"),
    ],
)
def test_a_number_is_told_with_its_place(text: str, entity: str, value: str) -> None:
    assert told(text)[entity] == [value]


def test_people_addresses_and_telephones_are_told_by_what_stands_around_them() -> None:
    text = (
        "Hello, I am Marta Lindqvist and I moved to 27 Harbour Street, Apt. 4, Galway in May. "
        "Call me on 0912 334 556 please."
    )

    found = told(text)

    assert found["PERSON"] == ["Marta Lindqvist"]
    assert "27 Harbour Street" in found["ADDRESS"][0]
    assert found["PHONE_NUMBER"] == ["0912 334 556"]


def test_a_name_that_is_sure_is_told_where_it_stands_again_alone() -> None:
    text = "Ask Piotr Zieliński for it. Zieliński knows."

    assert told(text, sure=0.4)["PERSON"] == ["Piotr Zieliński", "Zieliński"]


def test_a_sentence_about_things_holds_nobody() -> None:
    text = "The kettle broke after two weeks, and the refund of the shop came late."

    assert not [span for span in spans_of(text) if span.category == "personal"]


def test_a_town_names_nobody() -> None:
    spans = [span for span in spans_of("We flew to Lisbon in spring.") if span.entity == "PLACE"]

    assert [span.category for span in spans] == ["attribute"]


def test_digits_that_fail_their_check_are_no_card() -> None:
    assert "CREDIT_CARD" not in told("I lost my card 4111111111111112 again")


def test_of_digits_that_chance_gives_a_telling_word_makes_an_identifier() -> None:
    assert "NL_BSN" in told("Het BSN is 111222333.")
    assert "NL_BSN" not in told("The order is 111222333.")


def test_places_are_those_of_the_text_as_given_whatever_its_signs() -> None:
    text = "e\ufb03cient o\ufb03ces: write to anna@example.org, \uff1536-90-4399 is her SSN"

    assert told(text)["EMAIL_ADDRESS"] == ["anna@example.org"]
    assert told(text)["US_SSN"] == ["\uff1536-90-4399"]


def test_half_a_sign_hides_nothing_behind_it() -> None:
    assert told("\ud83d write to anna@example.org")["EMAIL_ADDRESS"] == ["anna@example.org"]


@given(st.lists(_WORDS | st.text(max_size=12), max_size=12).map(" ".join))
def test_spans_are_in_order_within_the_text_and_never_overlap(text: str) -> None:
    spans = spans_of(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_texts_looked_at_together_are_told_as_if_alone() -> None:
    texts = ("", "Ask Piotr Zieliński.", "no", "Mail x@example.org\n\nor 81.2.69.142", "Ü")

    assert spans_of_all(texts) == [spans_of(text) for text in texts]


def test_a_text_without_signs_holds_nothing() -> None:
    assert spans_of("") == ()


def test_a_span_shows_no_sign_of_the_text() -> None:
    spans = spans_of("Ask Piotr Zieliński or write to piotr@example.org.")

    assert {span.entity for span in spans} >= {"PERSON", "EMAIL_ADDRESS"}
    assert not [word for word in ("Piotr", "piotr", "example") if word in repr(spans)]
    assert all(isinstance(span, Span) for span in spans)
