"""The tagger learns from sentences of our own and of open corpora, and from none that judge it."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from benchmarks.pii_text import LABELLED
from mesh.pii.text.tagger import TAGS
from training import spans_values
from training.spans_corpora import Marked, read
from training.spans_learning import Learner, batch_of, forgetful
from training.spans_sentences import Sentences, templates
from training.spans_values import Values

_LABELS = {
    "P": "PERSON", "G": "PERSON", "S": "PERSON", "T": "PERSON", "A": "STREET_ADDRESS", "L": "GPE",
    "O": "ORGANIZATION", "N": "PHONE_NUMBER", "email": "EMAIL_ADDRESS", "url": "DOMAIN_NAME",
    "date": "DATE_TIME", "job": "TITLE", "card": "CREDIT_CARD", "iban": "IBAN_CODE",
    "ssn": "US_SSN", "ip": "IP_ADDRESS",
}  # fmt: skip
_WORDS = {
    "ask", "call", "at", "dear", "boxes",
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "rev",
}  # fmt: skip


def plain(template: str) -> str:
    """Words and kinds of values of a template; parts of one address are one."""
    named = re.sub(r"\{+(\w+)\}+", lambda found: f" {_LABELS.get(found[1], found[1])} ", template)
    words = " ".join(re.findall(r"\w+", named)).lower()
    return re.sub(r"(?:street_address ?(?:gpe ?)*)+", "street_address ", words).strip()


def ways(template: str) -> Iterator[str]:
    """Every sentence that a template with alternatives stands for."""
    parts = re.split(r"\(([^()]*\|[^()]*)\)", template)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return map("".join, product(*choices))


def test_no_template_is_one_of_the_sentences_that_judge() -> None:
    if not LABELLED.is_file():
        pytest.skip(f"no labelled sentences at {LABELLED}")
    judging = {plain(one["masked"]) for one in json.loads(LABELLED.read_text(encoding="utf-8"))}
    ours = [*templates(development=False), *templates(development=True)]

    assert [one for one in ours if any(plain(way) in judging for way in ways(one))] == []


def test_marks_of_a_corpus_stand_on_the_words_that_it_marks(tmp_path: Path) -> None:
    rows = ["Ask O", "Anna B-per", "Berg I-per", ", O", "( O", "Oslo B-loc", ") O", "! O", ""]
    (tmp_path / "one.conll").write_text("\n".join(rows), encoding="utf-8")

    (found,) = read(tmp_path, ["*.conll"])

    assert found.text == "Ask Anna Berg, (Oslo)!"
    assert [(found.text[start:stop], kind) for start, stop, kind in found.marks] == [
        ("Anna Berg", "PERSON"),
        ("Oslo", "PLACE"),
    ]


def test_marks_of_a_book_are_cut_to_the_names(tmp_path: Path) -> None:
    text = "The good Mr. John Reed , a widower , met her .\n“ Is it Haines ? ”\nWe saw London .\n"
    marks = [(0, 34, "PROP_PER"), (41, 44, "PRON_PER"), (55, 61, "PROP_PER")]
    marks += [(73, 79, "PROP_GPE"), (9, 12, "NOM_PER")]
    (tmp_path / "litbank").mkdir()
    (tmp_path / "litbank" / "one.txt").write_text(text, encoding="utf-8")
    lines = [f"T{at}\t{kind} {start} {end}\t…" for at, (start, end, kind) in enumerate(marks)]
    (tmp_path / "litbank" / "one.ann").write_text("\n".join(lines), encoding="utf-8")

    found = read(tmp_path, ["litbank"])

    assert [
        (one.text, [(one.text[start:stop], kind) for start, stop, kind in one.marks])
        for one in found
    ] == [
        ("The good Mr. John Reed, a widower, met her.", [("John Reed", "PERSON")]),
        ("“Is it Haines?”", [("Haines", "PERSON")]),
        ("We saw London.", [("London", "PLACE")]),
    ]


def test_a_corpus_that_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="wnut17-wnut17train"):
        read(tmp_path, ["wnut17-wnut17train-*.conll"])


def test_a_filled_sentence_marks_the_values_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spans_values, "LOCALES", ("en_US", "de_DE"))
    monkeypatch.setattr(spans_values, "_RARE", frozenset({"de_DE"}))
    lines = ["(Ask|Call) {G} at {N}.", "Dear {T}: {num} boxes."]
    drawn = list(Sentences(1, Values(1, {}), lines, []).epoch(200))

    for one in drawn:
        rest = "".join(one.text[start:stop] for start, stop in _between(one)).lower()
        assert not set(re.findall(r"[a-z]+", rest)) - _WORDS
    assert {kind for one in drawn for *_, kind in one.marks} == {"PERSON", "PHONE_NUMBER"}


def _between(one: Marked) -> Iterator[tuple[int, int]]:
    edges = [0, *(edge for start, stop, _ in one.marks for edge in (start, stop)), len(one.text)]
    return zip(edges[::2], edges[1::2], strict=True)


def test_learning_tells_what_was_marked_from_what_was_not() -> None:
    texts = [Marked("Ask Anna now", ((4, 8, "PERSON"),)), Marked("Ask them now", ())] * 8
    batch = batch_of(texts, TAGS, lambda _: 0, 1 << 12)
    learner = Learner(TAGS, 1 << 12, rate=0.5, decay=0.0)

    losses = [learner.learn(batch, summed=True) for _ in range(12)]

    assert losses[-1] < losses[0] / 10


def test_pruned_weights_stay_nothing() -> None:
    batch = batch_of([Marked("Ask Anna now", ((4, 8, "PERSON"),))], TAGS, lambda _: 0, 1 << 12)
    learner = Learner(TAGS, 1 << 12, rate=0.5, decay=0.0)
    learner.learn(batch, summed=False)
    learner.prune(0.001)
    learner.learn(batch, summed=True)

    weights, _ = learner.learnt()

    assert 0 < np.mean(weights != 0) <= 0.001


def test_words_are_forgotten_in_marked_places_most_of_all() -> None:
    texts = [Marked("Ask Anna now", ((4, 8, "PERSON"),))] * 200
    batch = batch_of(texts, TAGS, lambda _: 0, 1 << 12)

    gone = (forgetful(batch, np.random.default_rng(1)).ids != batch.ids).any(axis=1)

    assert 0.3 < gone[batch.tags > 0].mean() < 0.5
    assert gone[batch.tags == 0].mean() < 0.1
