"""The scanner beside DataProfiler on labelled columns, for the kinds that both know.

DataProfiler is installed in an environment of its own below build/ (2.5 GB with TensorFlow), so
this is measured only when asked for: ``python -m benchmarks pii-dataprofiler``. Folders of further
labelled files, each with ``labels.json`` and ``tables/``, are named by ``MESH_BENCH_LABELLED``,
parted as in ``PATH``; they are judged together, with the weights that ship.
"""

import json
import os
import tempfile
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from benchmarks.measure import Measure
from benchmarks.pii.environments import answer_of, python_with
from benchmarks.pii_accuracy import LABELLED, folds, judged, labelled
from benchmarks.pii_judging import Judged, Score, interval, kinds_of, lead
from benchmarks.pii_tables import read

_NEEDS = "dataprofiler[ml]>=0.14,<0.15"
_RIVAL = "DataProfiler"
_FORMS = frozenset({"EMAIL", "PHONE", "IP", "CREDIT_CARD", "NATIONAL_ID"})
COVERED: Mapping[str, frozenset[str]] = {
    "kinds with a form": _FORMS,
    "all kinds that it covers": _FORMS | {"PERSON", "ADDRESS"},
}
_ITS_NAMES = {"SSN": "US_SSN", "IPV4": "IP_ADDRESS", "IPV6": "IP_ADDRESS"}
_UNSEEN = tuple(filter(None, os.environ.get("MESH_BENCH_LABELLED", "").split(os.pathsep)))


@dataclass(frozen=True)
class Contest:
    """The same columns of the same files, as each tool judges them.

    Attributes:
        tools: columns by tool and how they were shown to it.
    """

    files: str
    tools: Mapping[str, Sequence[Judged]]

    def measures(self) -> Iterator[Measure]:
        """F1, precision and recall of each tool, and by how much the scanner is ahead."""
        for which, groups in COVERED.items():
            of_kinds = {name: limited(ones, groups) for name, ones in self.tools.items()}
            for name, columns in of_kinds.items():
                yield from _measures(f"{self.files}, {which}, {name}", columns)
            theirs = of_kinds.pop(_RIVAL)
            for name, ours in of_kinds.items():
                low, high = lead(ours, theirs)
                what = f"{self.files}, {which}, {name} ahead, 95 % {low:.2f} to {high:.2f}"
                ahead = Score.of(ours).f1 - Score.of(theirs).f1
                yield Measure(what, ahead, "F1", 0.0, more_is_better=True)


def measure() -> Iterator[Measure]:
    """Both on the shared labelled files, then on those that are named."""
    python = python_with("dataprofiler", _NEEDS)
    sets = {"shared files": [LABELLED]} if LABELLED.is_dir() else {}
    if _UNSEEN:
        sets["further files"] = [Path(one) for one in _UNSEEN]
    for files, folders in sets.items():
        tools: dict[str, list[Judged]] = {}
        for way, hidden in (("with headers", False), ("headers hidden", True)):
            tools[f"the scanner {way}"] = [
                one for at in folders for one in _ours(at, hidden=hidden)
            ]
        tools[_RIVAL] = [one for at in folders for one in _theirs(python, at)]
        yield from Contest(files, tools).measures()


def limited(columns: Iterable[Judged], groups: frozenset[str]) -> list[Judged]:
    """Columns of these label groups and harmless ones; other kinds found count as none."""
    known = frozenset().union(*map(kinds_of, groups))
    return [
        one if one.entity in known else replace(one, entity=None)
        for one in columns
        if one.label in groups or not one.is_personal
    ]


def _ours(folder: Path, *, hidden: bool) -> list[Judged]:
    weights = folds(folder) if folder == LABELLED else None
    return judged(folder, hidden=hidden, weights=weights)


def _theirs(python: Path, folder: Path) -> Iterator[Judged]:
    files = list(labelled(folder, hidden=False))
    tables = [
        (at, cells)
        for at, (_, path, labels) in enumerate(files)
        for cells in _cells(path, {one["column"] for one in labels})
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as asked:
        json.dump([cells for _, cells in tables], asked)
        asked.flush()
        answers = json.loads(answer_of(python, "data_profiler_once.py", Path(asked.name)))
    told: list[dict[str, str | None]] = [{} for _ in files]
    for (at, _), labels in zip(tables, answers, strict=True):
        told[at] |= labels
    for (repo, path, labels), by_column in zip(files, told, strict=True):
        for one in labels:
            found = entity_of(by_column.get(one["column"]))
            yield Judged(repo, path.name, one["column"], one["entity"], found)


def _cells(path: Path, scored: Container[str]) -> Iterator[dict[str, list[str]]]:
    """Texts of each scored column of each table, as the scanner's own readers give them."""
    for table in read(path):
        parts = [pa.Table.from_batches([batch]) for batch in table.batches]
        # Columns may come further down that the first rows lack.
        whole = pa.concat_tables(parts, promote_options="permissive")
        cells = {
            name: ["" if cell is None else str(cell) for cell in column.to_pylist()]
            for name, column in zip(whole.column_names, whole.columns, strict=True)
            if name in scored
        }
        if cells:
            yield cells


def entity_of(label: str | None) -> str | None:
    """The scanner's name for what DataProfiler says first; it parts equals by ``|``."""
    first = (label or "").split("|")[0]
    return _ITS_NAMES.get(first, first) or None


def _measures(what: str, columns: list[Judged]) -> Iterator[Measure]:
    score = Score.of(columns)
    low, high = interval(columns)
    count = f"{score.hits + score.misses} of {score.hits + score.misses + score.harmless} personal"
    yield Measure(f"{what}, {count}, 95 % {low:.2f} to {high:.2f}", score.f1, "F1")
    yield Measure(f"{what}, precision", score.precision, "")
    yield Measure(f"{what}, recall", score.recall, "")
