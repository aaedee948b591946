"""Vehicle identification number."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, base36, letter_at, one_of, weighted
from mesh.pii.detectors.model import FormDetector

_VALUES = np.array((1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9))


def told(signs: Signs) -> Passed:
    """Signs that are used; Europe and Asia give no check digit."""
    mixed = (signs > ord("9")).any(axis=0)
    return mixed & ~one_of(signs, "IOQ").any(axis=0) & one_of(signs[-4:], "0123456789").all(axis=0)  # type: ignore[return-value]


def check(signs: Signs) -> Passed:
    """Signs that are used, and the ninth by weights, mod 11 (X for 10)."""
    given = base36(signs)
    values = np.where(given > 9, _VALUES[np.maximum(given - 10, 0)], given)  # noqa: PLR2004
    total = weighted(values, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2))
    return told(signs) & (letter_at("0123456789X", total % 11) == signs[8])


DETECTOR = FormDetector(
    entity="VIN",
    source="https://www.ecfr.gov/current/title-49/subtitle-B/chapter-V/part-565",
    validator="weights, mod 11 (signs alone under a telling name)",
    chance=0.08,
    alone=("A" + "*" * 16, "9" + "*" * 16),
    header=("vin", "vehicle identification", "chassis"),
    check=check,
    told=told,
)
