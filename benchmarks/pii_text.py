"""How right the spans in sentences are: precision, recall and F1 by kind, and all together.

Run as a program: ``python -m benchmarks.pii_text FILE`` prints a table for a file of sentences
with labelled spans, in the form of presidio-research's ``synth_dataset_v2.json``. A labelled span
is found if spans of its kind cover half of it or more. A span that was told is right if labelled
ones of its kind cover half of it or more, where signs with other labels (towns, organisations,
dates and so on) count for nothing; one that lies mostly in those is neither right nor wrong.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measure import ROOT, Measure
from mesh.pii.text.spans import spans_of_all

LABELLED = ROOT.parent / "shared" / "data" / "pii" / "text" / "synth_dataset_v2.json"
# Kinds that are scored, by label.
KINDS = {
    "PERSON": "PERSON", "STREET_ADDRESS": "ADDRESS", "CREDIT_CARD": "CREDIT_CARD",
    "PHONE_NUMBER": "PHONE_NUMBER", "EMAIL_ADDRESS": "EMAIL_ADDRESS", "IBAN_CODE": "IBAN_CODE",
    "US_SSN": "US_SSN", "IP_ADDRESS": "IP_ADDRESS",
}  # fmt: skip
_KINDS = tuple(KINDS.values())
_HALF = 0.5
_DRAWS = 2_000
_TARGET = 0.80
# Places of one text: start and end, counted from 0.
Places = list[tuple[int, int]]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sentence:
    """A text, the places that hold each scored kind, and those with other labels.

    Attributes:
        template: number of the sentence that it was made from; those of one resemble each other.
    """

    text: str
    labelled: dict[str, Places]
    others: Places
    template: int


def read(file: Path) -> list[Sentence]:
    """The sentences of a file."""
    return [
        Sentence(
            one["full_text"],
            {kind: _places(one["spans"], {label}) for label, kind in KINDS.items()},
            _places(one["spans"], {span["entity_type"] for span in one["spans"]} - set(KINDS)),
            one["template_id"],
        )
        for one in json.loads(file.read_text(encoding="utf-8"))
    ]


def _places(spans: Iterable[dict[str, str | int]], labels: set[str | int]) -> Places:
    return [
        (int(one["start_position"]), int(one["end_position"]))
        for one in spans
        if one["entity_type"] in labels
    ]


def counted(sentences: Sequence[Sentence]) -> Counts:
    """For each sentence and kind: labelled, found, told and right spans."""
    told = spans_of_all([one.text for one in sentences])
    counts = np.zeros((len(sentences), len(_KINDS), 4), np.int64)
    for at, (sentence, spans) in enumerate(zip(sentences, told, strict=True)):
        for kind, name in enumerate(_KINDS):
            places = [(span.start, span.end) for span in spans if span.entity == name]
            counts[at, kind] = _compared(sentence, sentence.labelled[name], places)
    return counts


def _compared(sentence: Sentence, labelled: Places, told: Places) -> tuple[int, int, int, int]:
    inside, given = _marked(sentence.text, labelled), _marked(sentence.text, told)
    unscored = _marked(sentence.text, sentence.others) & ~inside
    found = sum(bool(given[start:end].mean() >= _HALF) for start, end in labelled)
    right = wrong = 0
    for start, end in told:
        if unscored[start:end].mean() > _HALF:
            continue
        scored = inside[start:end][~unscored[start:end]]
        right += bool(scored.mean() >= _HALF)
        wrong += bool(scored.mean() < _HALF)
    return len(labelled), found, right + wrong, right


def _marked(text: str, places: Places) -> npt.NDArray[np.bool_]:
    marked = np.zeros(len(text), dtype=bool)
    for start, end in places:
        marked[start:end] = True
    return marked


def scores(counts: Counts) -> tuple[float, float, float]:
    """Precision, recall and F1 of summed counts (4)."""
    labelled, found, told, right = counts.tolist()
    precision, recall = right / max(told, 1), found / max(labelled, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def interval(counts: Counts, templates: Sequence[int]) -> tuple[float, float]:
    """95 % interval of F1: templates drawn with replacement, with all their sentences."""
    names, at = np.unique(np.array(templates), return_inverse=True)
    parts = np.zeros((len(names), 4), np.int64)
    np.add.at(parts, at, counts.sum(axis=1))
    drawn = np.random.default_rng(4).integers(0, len(names), (_DRAWS, len(names)))
    f1 = [scores(sums)[2] for sums in parts[drawn].sum(axis=1)]
    low, high = np.quantile(f1, (0.025, 0.975))
    return float(low), float(high)


def measure() -> Iterator[Measure]:
    """F1 over all kinds, where the sentences are at hand."""
    if not LABELLED.is_file():
        print(f"no labelled sentences at {LABELLED}: spans are not measured", file=sys.stderr)
        return
    sentences = read(LABELLED)
    counts = counted(sentences)
    low, high = interval(counts, [one.template for one in sentences])
    f1 = scores(counts.sum(axis=(0, 1)))[2]
    note = f"95 % interval {1 - high:.3f} to {1 - low:.3f}"
    yield Measure(f"spans in sentences, 1 - F1, {note}", 1 - f1, "", 1 - _TARGET)


def main(file: Path) -> None:
    """Print a row for each kind, and one for all."""
    sentences = read(file)
    counts = counted(sentences)
    low, high = interval(counts, [one.template for one in sentences])
    print(f"{'kind':16}{'labelled':>9}{'told':>7}{'P':>8}{'R':>8}{'F1':>8}")
    for name, sums in (*zip(_KINDS, counts.sum(axis=0), strict=True), ("all", counts.sum((0, 1)))):
        precision, recall, f1 = scores(sums)
        print(f"{name:16}{sums[0]:9}{sums[2]:7}{precision:8.3f}{recall:8.3f}{f1:8.3f}")
    print(f"F1 of all, 95 % interval: {low:.3f} to {high:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELLED)
