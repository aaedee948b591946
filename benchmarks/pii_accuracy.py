"""How right the scanner is, column by column, on labelled files: with headers and with them hidden.

Each repository's files are judged with weights of the evidence that were fitted on the others'
files; the model of values has seen none of them, and lists of words and limits are those that ship.

Run as a program, ``python -m benchmarks.pii_accuracy FOLDER`` prints every error. With a folder of
other labelled files (``labels.json`` and ``tables/``) it judges those with the weights that ship.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.measure import ROOT, Measure
from benchmarks.pii_layouts import missed
from benchmarks.pii_tables import TableRead, found, read
from mesh.pii import Finding
from mesh.pii.detectors.registry import every
from mesh.pii.model.deciding import Decisions
from training.columns_deciding import columns_of, fitted

LABELLED = ROOT.parent / "shared" / "data" / "pii"
_UNSCORED = frozenset({"ambiguous", "empty"})
_UNSCORED_HIDDEN = frozenset({"DOB", "USERNAME"})
_KINDS = {
    "EMAIL": {"EMAIL_ADDRESS"},
    "PHONE": {"PHONE_NUMBER"},
    "DOB": {"DATE_OF_BIRTH"},
    "IP": {"IP_ADDRESS"},
    "MIXED": {"PII_IN_TEXT"},
    "PASSWORD": {"PASSWORD", "PASSWORD_HASH", "API_TOKEN"},
    "IBAN": {"IBAN_CODE"},
    "NATIONAL_ID": {one.entity for one in every() if one.country},
}
_DRAWS = 2_000
# A finding below is likelier wrong than right, by what it says itself.
_BELIEVED = 0.5


@dataclass(frozen=True)
class Judged:
    """One labelled column and what was found in it.

    Attributes:
        repo: that the file comes from: columns of one are drawn together.
        label: group of the kind that it holds, ``none`` if it holds nothing personal.
        entity: personal kind of which the scanner is surest; None if it found none.
    """

    repo: str
    file: str
    column: str
    label: str
    entity: str | None
    confidence: float = 0.0
    why: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether its label says so."""
        return self.label != "none"

    @property
    def is_right_kind(self) -> bool:
        """Whether the kind found is of the label's group; any kind is found in mixed text."""
        return self.label == "MIXED" or self.entity in _KINDS.get(self.label, {self.label})


@dataclass(frozen=True)
class Score:
    """Counts over columns, and what they mean."""

    hits: int
    misses: int
    alarms: int
    harmless: int
    wrong_kind: int

    @classmethod
    def of(cls, columns: Iterable[Judged]) -> "Score":
        """Count."""
        seen = Counter(
            (one.is_personal, one.entity is not None, one.is_right_kind) for one in columns
        )
        return cls(
            hits=seen[True, True, True] + seen[True, True, False],
            misses=sum(many for key, many in seen.items() if key[:2] == (True, False)),
            alarms=sum(many for key, many in seen.items() if key[:2] == (False, True)),
            harmless=sum(many for key, many in seen.items() if not key[0]),
            wrong_kind=seen[True, True, False],
        )

    @property
    def precision(self) -> float:
        """Right ones of those found."""
        return self.hits / max(self.hits + self.alarms, 1)

    @property
    def recall(self) -> float:
        """Found ones of the personal."""
        return self.hits / max(self.hits + self.misses, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(2 * self.hits + self.misses + self.alarms, 1)

    @property
    def alarm_share(self) -> float:
        """Harmless columns with a false alarm."""
        return self.alarms / max(self.harmless, 1)

    @property
    def kind_share(self) -> float:
        """Found columns whose kind is right."""
        return 1 - self.wrong_kind / max(self.hits, 1)


@cache
def _read(path: Path) -> tuple[TableRead, ...]:
    return read(path)


def folds(folder: Path) -> Mapping[str, Decisions]:
    """For each repository the weights that the columns of all others give."""
    columns = list(columns_of(folder, _read))
    repos = {one.repo for one in columns}
    return {repo: fitted(one for one in columns if one.repo != repo) for repo in sorted(repos)}


def judged(
    folder: Path, *, hidden: bool, weights: Mapping[str, Decisions] | None = None
) -> list[Judged]:
    """Every scored column of a labelled folder.

    Args:
        folder: holds ``labels.json`` and ``tables/``.
        hidden: whether columns are called ``c1``, ``c2`` ….
        weights: by repository; those that ship if there are none.
    """
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    unscored = _UNSCORED | (_UNSCORED_HIDDEN if hidden else frozenset())
    columns: list[Judged] = []
    for one in labels["files"]:
        held = (weights or {}).get(one["repo"])
        told = found(_read(folder / "tables" / one["file"]), hidden=hidden, weights=held)
        columns += [
            _judged(one["repo"], label, told.get(label["column"], ()))
            for label in labels["columns"]
            if label["file"] == one["file"] and label["entity"] not in unscored
        ]
    return columns


def _judged(repo: str, label: Mapping[str, str], told: Sequence[Finding]) -> Judged:
    believed = (one for one in told if one.category == "personal" and one.confidence >= _BELIEVED)
    surest = next(believed, None)
    return Judged(
        repo=repo,
        file=label["file"],
        column=label["column"],
        label=label["entity"],
        entity=surest.entity if surest else None,
        confidence=surest.confidence if surest else 0.0,
        why=surest.why if surest else (),
    )


def interval(columns: list[Judged]) -> tuple[float, float]:
    """95 % interval of F1: files drawn with replacement, as columns of one resemble each other."""
    files = sorted({one.file for one in columns})
    parts = [Score.of(one for one in columns if one.file == file) for file in files]
    counts = np.array([[one.hits, one.misses, one.alarms] for one in parts])
    drawn = np.random.default_rng(4).integers(0, len(files), (_DRAWS, len(files)))
    hits, misses, alarms = counts[drawn].sum(axis=1).T
    f1 = 2 * hits / np.maximum(2 * hits + misses + alarms, 1)
    low, high = np.quantile(f1, (0.025, 0.975))
    return float(low), float(high)


def measure() -> Iterator[Measure]:
    """Errors on the labelled files, where they are at hand, and on generated tables."""
    looked_at = [gone for *_, gone in missed()]
    share = sum(looked_at) / len(looked_at)
    yield Measure("generated layouts of identifiers and secrets, columns missed", share, "", 0.05)
    if not LABELLED.is_dir():
        print(f"no labelled files at {LABELLED}: accuracy on them is not measured", file=sys.stderr)
        return
    weights = folds(LABELLED)
    for hidden in (False, True):
        yield from measures_of(judged(LABELLED, hidden=hidden, weights=weights), hidden=hidden)


def measures_of(columns: list[Judged], *, hidden: bool) -> Iterator[Measure]:
    """The numbers of one way to look at them, each as an error, of which a target is the most."""
    score = Score.of(columns)
    low, high = interval(columns)
    way = "headers hidden" if hidden else "with headers"
    note = f"{way}, 95 % interval {1 - high:.2f} to {1 - low:.2f}"
    yield Measure(f"columns, 1 - F1, {note}", 1 - score.f1, "", 0.18 if hidden else 0.08)
    yield Measure(f"columns, false alarms, {way}", score.alarm_share, "", 0.02)
    yield Measure(f"columns, wrong kind when found, {way}", 1 - score.kind_share, "", 0.05)


def main(folder: Path) -> None:
    """Print scores and errors of both ways."""
    weights = folds(folder) if folder == LABELLED else None
    for hidden in (False, True):
        columns = judged(folder, hidden=hidden, weights=weights)
        score = Score.of(columns)
        low, high = interval(columns)
        print(
            f"\n{'headers hidden' if hidden else 'with headers'}: F1 {score.f1:.3f} "
            f"({low:.3f} to {high:.3f}), P {score.precision:.3f}, R {score.recall:.3f}, "
            f"alarms {score.alarms} of {score.harmless}, kind right {score.kind_share:.3f}"
        )
        for one in _errors(columns):
            print(" ", one)


def _errors(columns: Iterable[Judged]) -> Iterator[str]:
    for one in columns:
        if one.is_personal == (one.entity is not None) and (
            not one.is_personal or one.is_right_kind
        ):
            continue
        yield (
            f"{one.label:12} {one.entity or '-':16} {one.confidence:.2f} {one.file} "
            f"{one.column!r}: {'; '.join(one.why)}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELLED)
