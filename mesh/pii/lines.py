"""Texts nearly all of which hold a pattern, looked at many at once."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.gates import signs_of_column
from mesh.pii.layouts import matched, matching

_LINES, _FEWEST = 32, 1_024
_BREAK = ord("\n")


def holding(texts: pa.StringArray, pattern: str) -> npt.NDArray[np.bool_]:
    """Which texts hold a pattern (RE2) whose signs are never a line break.

    To begin with a text takes as long as to read fifty signs of it: texts are read as lines of one.
    """
    if len(texts) < _FEWEST or (signs_of_column(texts)[1] == _BREAK).any():
        return matched(texts, pattern)
    edges = pa.array([*range(0, len(texts), _LINES), len(texts)], pa.int32())
    full = matched(_joined(texts, edges), rf"(?m)\A(?:.*(?:{pattern}).*(?:\n|\z))+\z")
    held = np.repeat(full, _LINES)[: len(texts)]
    held[matching(texts, pattern, np.flatnonzero(~held))] = True
    return held


def _joined(texts: pa.StringArray, edges: pa.Int32Array) -> pa.StringArray:
    """The texts between two edges as the lines of one."""
    return pc.binary_join(pa.ListArray.from_arrays(edges, texts), "\n")  # type: ignore[return-value]
