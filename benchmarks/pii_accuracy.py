"""How right the scanner is, column by column, on labelled files: with headers and with them hidden.

Each repository's files are judged with weights of the evidence that were fitted on the others'
files; the model of values has seen none of them, and lists of words and limits are those that ship.

Run as a program, ``python -m benchmarks.pii_accuracy FOLDER`` prints every error. With a folder of
other labelled files (``labels.json`` and ``tables/``) it judges those with the weights that ship.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from benchmarks.measure import ROOT, Measure
from benchmarks.pii_judging import Judged, Score, interval
from benchmarks.pii_layouts import missed
from benchmarks.pii_tables import TableRead, found, read
from mesh.pii import Finding
from mesh.pii.model.deciding import Decisions
from training.columns_deciding import columns_of, fitted

LABELLED = ROOT.parent / "shared" / "data" / "pii"
_UNSCORED = frozenset({"ambiguous", "empty"})
_UNSCORED_HIDDEN = frozenset({"DOB", "USERNAME"})
# A finding below is likelier wrong than right, by what it says itself.
_BELIEVED = 0.5


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
    columns: list[Judged] = []
    for repo, path, labels in labelled(folder, hidden=hidden):
        told = found(_read(path), hidden=hidden, weights=(weights or {}).get(repo))
        columns += [_judged(repo, label, told.get(label["column"], ())) for label in labels]
    return columns


def labelled(folder: Path, *, hidden: bool) -> Iterator[tuple[str, Path, list[Mapping[str, str]]]]:
    """Each file's repository, path and labels that are scored: ``column`` and ``entity``."""
    told = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    unscored = _UNSCORED | (_UNSCORED_HIDDEN if hidden else frozenset())
    scored = [one for one in told["columns"] if one["entity"] not in unscored]
    for one in told["files"]:
        labels = [label for label in scored if label["file"] == one["file"]]
        yield one["repo"], folder / "tables" / one["file"], labels


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
