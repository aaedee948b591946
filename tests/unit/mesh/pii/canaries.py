"""One value of each kind of personal data, to be searched for wherever it must not be."""

from collections.abc import Mapping

import numpy as np

from tests.unit.mesh.pii.specimens import by_form, main_form, right_values, written
from tests.unit.mesh.pii.test_secrets_and_columns import COLUMNS, SECRETS

_SEED = 20
# What is shorter stands in logs by chance, as a number or a word.
_TELLING = 10


def sentences() -> Mapping[str, str]:
    """For each kind that stands in a text, a text that tells it."""
    found = {kind: f"{kind}: {text}" for kind, text in SECRETS}
    drawn = np.random.default_rng(_SEED)
    for kind, detector in by_form().items():
        template = main_form(detector)
        value = written(right_values(detector, drawn, 1), template)
        found[kind] = f"{detector.header[0] if detector.header else 'number'}: {value}"
    return found


def cells() -> Mapping[str, str]:
    """For each kind that its column tells, one cell."""
    return {column: values[0] for _, column, values in COLUMNS}


def needles() -> tuple[str, ...]:
    """What gives a value away: the longest word of each text and cell."""
    longest = (max(text.split(), key=len) for text in (*sentences().values(), *cells().values()))
    return tuple(word for word in longest if len(word) >= _TELLING)
