"""A column of sentences is told by what its sentences hold."""

import pyarrow as pa
import pytest

from mesh.pii import Engine, Finding

_PEOPLE = (
    "Amara Okafor", "Bjarte Nygård", "Chiara Lombardi", "Dmitri Volkov", "Eszter Halász",
    "Farah Haddad", "Greta Lindholm", "Hiro Tanabe", "Inés Carrasco", "Jakub Wrona",
)  # fmt: skip
_HARMLESS = (
    "The box was open when it came, but the lamp itself works as it should.",
    "Battery lasts two days, charging takes an hour, no complaints from us.",
    "Too small for what it costs, and the colour differs from the picture.",
    "Works well with the old cable; the new one is too short for the desk.",
)


def found(cells: list[str], column: str = "notes") -> dict[str, Finding]:
    """What the engine tells of one column, by kind."""
    engine = Engine()
    engine.add(pa.RecordBatch.from_arrays([pa.array(cells, pa.string())], names=[column]))
    return {one.entity: one for one in engine.findings()}


def letters(many: int) -> list[str]:
    """Sentences of which every other names a person."""
    return [
        f"Spoke to {_PEOPLE[at // 2 % 10]} about the late delivery."
        if at % 2
        else _HARMLESS[at // 2 % 4]
        for at in range(many)
    ]


def test_sentences_that_name_people_are_told() -> None:
    text = found(letters(400))["PII_IN_TEXT"]

    assert dict(text.spans)["PERSON"] == pytest.approx(200, rel=0.2)
    assert f"rows with PERSON: some {text.count}, by 192 sampled" in text.why
    assert not text.validated


def test_sentences_about_things_are_harmless() -> None:
    assert not found([_HARMLESS[at % 4] + f" Bought {at} of them." for at in range(400)])


def test_every_cell_is_looked_at_for_numbers() -> None:
    cells = [_HARMLESS[at % 4] for at in range(20_000)]
    cells[12_345] = "Please send the bill for the lamp to anna@example.org instead."

    text = found(cells)["PII_IN_TEXT"]

    assert text.spans == (("EMAIL_ADDRESS", 1),)
    assert (text.count, text.rows, text.validated) == (1, (12_346,), True)


def test_what_names_nobody_is_no_personal_data_in_text_and_no_evidence_of_it() -> None:
    asked = "See https://shop.example/lamp?user=55 for the lamp, please, it is the old one."
    cells = [asked if at % 2 else _HARMLESS[at % 4] for at in range(200)]

    told = found([*cells, *letters(200)])

    assert told["URL_WITH_IDENTITY"].category == "attribute"
    assert "PII_IN_TEXT" not in found(cells)
    assert not set(told["PII_IN_TEXT"].evidence) & set(told["URL_WITH_IDENTITY"].evidence)


def test_people_named_in_the_last_rows_alone_are_told_too() -> None:
    cells = [_HARMLESS[at % 4] for at in range(3_000)]
    cells += [f"Spoke to {_PEOPLE[at % 10]} about the late delivery." for at in range(2_000)]

    assert "PERSON" in dict(found(cells)["PII_IN_TEXT"].spans)


def test_a_few_names_again_and_again_are_those_that_everybody_knows() -> None:
    assert "PII_IN_TEXT" not in found(letters(400), "column_7")


def test_talk_that_names_somebody_now_and_then_is_harmless() -> None:
    talk = [*letters(60), *(_HARMLESS[at % 4] for at in range(140))]

    assert "PII_IN_TEXT" not in found(talk, "comment")
    assert "PII_IN_TEXT" in found(talk, "notes")


@pytest.mark.parametrize(("number", "is_told"), [("27 ", True), ("", False)])
def test_a_street_is_an_address_only_with_a_number(number: str, *, is_told: bool) -> None:
    cells = [
        f"It was closed in the spring, as we were told. Address: {number}Harbour Street, Galway",
        *(_HARMLESS[at % 4] for at in range(40)),
    ]

    kinds = {kind for one in found(cells * 3, "column_7").values() for kind, _ in one.spans}

    assert ("ADDRESS" in kinds) is is_told


def test_published_texts_may_name_people() -> None:
    assert "PII_IN_TEXT" not in found(letters(400), "headline")


def test_a_column_of_names_is_no_text() -> None:
    names = [f"{one} {two}" for one in _PEOPLE for two in _PEOPLE]

    assert "PII_IN_TEXT" not in found(names, "customer")


def test_what_is_told_of_sentences_gives_none_of_their_words_away() -> None:
    shown = repr(
        found([*letters(100), "Write to canary.person@example.org about the lamp, please."])
    )

    assert "PII_IN_TEXT" in shown
    assert not [word for word in ("canary", "Okafor", "Halász", "lamp") if word in shown]
