"""Fits the weights of the evidence from labelled columns, with headers and with them hidden."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.pii_tables import TableRead, read, renamed
from mesh.pii.model.deciding import EVIDENCE, Decisions
from mesh.pii.model.evidence import Neighbours, Sampled, of_address, of_person
from mesh.pii.sample import Sample

_SHRINK = 0.2
_STEPS = 50
# What is expected of evidence that few labelled columns have, and of columns without evidence;
# all other weights are expected at 0.
_EXPECTED = {
    "PERSON": {"key": -3.0, "uniform": -2.0, "bias": -1.0},
    "ADDRESS": {
        "name against it": -2.5,
        "few values under no telling name": -2.0,
        "repeats": -2.5,
        "long values": -8.0,
        "bias": -2.0,
    },
}
# Labels that say nothing of a kind: neither for it nor against it.
_SILENT = {"PERSON": {"ambiguous", "empty", "USERNAME"}, "ADDRESS": {"ambiguous", "empty"}}
Reader = Callable[[Path], tuple[TableRead, ...]]


@dataclass(frozen=True)
class Column:
    """One labelled column of text, and the evidence for each kind.

    Attributes:
        repo: that the file comes from.
        label: group of the kind that it holds, ``none`` if nothing personal.
    """

    repo: str
    label: str
    evidence: Mapping[str, npt.NDArray[np.float64]]


def columns_of(folder: Path, read_file: Reader = read) -> Iterator[Column]:
    """Columns of text of a labelled folder, each with its header and with it hidden."""
    told = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    labels = {(one["file"], one["column"]): one["entity"] for one in told["columns"]}
    for file in told["files"]:
        for table in read_file(folder / "tables" / file["file"]):
            for hidden in (False, True):
                names: dict[str, str] = {}
                batches = [renamed(one, names) if hidden else one for one in table.batches]
                true = {shown: name for name, shown in names.items()}
                for name, evidence in _evidence(batches):
                    label = labels.get((file["file"], true.get(name, name)), "none")
                    yield Column(file["repo"], label, evidence)


def _evidence(
    batches: Iterable[pa.RecordBatch],
) -> Iterator[tuple[str, Mapping[str, npt.NDArray[np.float64]]]]:
    samples: dict[str, Sample] = {}
    filled: dict[str, int] = {}
    for batch in batches:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            filled[name] = filled.get(name, 0) + len(column) - column.null_count
            if pa.types.is_string(column.type):
                samples.setdefault(name, Sample(name)).add(column)  # type: ignore[arg-type]
    sampled: dict[str, Sampled | None] = dict.fromkeys(filled)
    sampled |= {name: sample.sampled(filled[name]) for name, sample in samples.items()}
    beside = Neighbours(sampled)
    for name, one in sampled.items():
        if one:
            header = beside.header(name)
            person = of_person(one, header, beside.speak(name), beside.people(name))
            yield name, {"PERSON": person, "ADDRESS": of_address(one, header)}


def fitted(columns: Iterable[Column]) -> Decisions:
    """Weights that tell the labelled columns apart, by logistic regression with a ridge."""
    held = list(columns)
    return Decisions({entity: _weights(held, entity) for entity in EVIDENCE})


def _weights(columns: list[Column], entity: str) -> npt.NDArray[np.float64]:
    telling = [one for one in columns if one.label not in _SILENT[entity]]
    rows = np.array([[*one.evidence[entity], 1.0] for one in telling])
    right = np.array([one.label == entity for one in telling], float)
    ridge = np.diag([_SHRINK] * rows.shape[1])
    expected = np.array([_EXPECTED[entity].get(name, 0.0) for name in (*EVIDENCE[entity], "bias")])
    weights = expected.copy()
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - right) + ridge @ (weights - expected)
        bend = (rows.T * (likely * (1 - likely))) @ rows + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def written(decisions: Decisions) -> dict[str, dict[str, Any]]:
    """The weights by the names of the evidence."""
    return {
        entity: dict(
            zip((*names, "bias"), np.round(decisions.weights[entity], 3).tolist(), strict=True)
        )
        for entity, names in EVIDENCE.items()
    }
