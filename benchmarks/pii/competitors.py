"""The scanner beside Presidio, held to six recognisers, on the same file.

Presidio is installed in an environment of its own below build/. It takes minutes for 50 MB, so this
is measured only when asked for: ``python -m benchmarks pii-competitors``. A smaller file, by
``MESH_BENCH_MEGABYTES``, says less: the scanner then mostly starts.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyarrow.csv

from benchmarks.measure import Measure
from benchmarks.pii import files, tables
from benchmarks.pii.environments import answer_of, python_with
from benchmarks.pii.throughput import scanned

MEGABYTES = float(os.environ.get("MESH_BENCH_MEGABYTES", "50"))
_NEEDS = "presidio-analyzer>=2.2.360,<3"
_LEAST_TIMES = 300


def measure() -> Iterator[Measure]:
    """Both speeds, and how many times the one is the other."""
    python = python_with("presidio", _NEEDS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        blocks = tables.blocks(MEGABYTES, tables.dense)
        size = files.csv(chain(blocks), path)
        ours = size / scanned(path).seconds
        theirs = size / _presidio_seconds(python, path)
    what = f"{size:.0f} MB of CSV"
    yield Measure(f"{what}, the scanner", ours, "MB/s")
    yield Measure(f"{what}, Presidio with six recognisers", theirs, "MB/s")
    yield Measure(
        "the scanner against Presidio", ours / theirs, "x", _LEAST_TIMES, more_is_better=True
    )


def _presidio_seconds(python: Path, path: Path) -> float:
    """Processor time of looking at every cell, after import."""
    columns = pyarrow.csv.read_csv(path).to_pydict()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as cells:
        json.dump({name: list(map(str, values)) for name, values in columns.items()}, cells)
        cells.flush()
        return float(answer_of(python, "presidio_once.py", Path(cells.name)))
