"""Social Security number of the United States."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, number
from mesh.pii.detectors.model import FormDetector

_ADVERTISED = (78_05_1120, 219_09_9999)


def check(signs: Signs) -> Passed:
    """An area, group and serial that could have been given; there is no check digit."""
    area, group, serial = number(signs[:3]), number(signs[3:5]), number(signs[5:])
    given = (area > 0) & (area < 900) & (area != 666) & (group > 0) & (serial > 0)  # noqa: PLR2004
    return given & ~np.isin(number(signs), _ADVERTISED)


DETECTOR = FormDetector(
    entity="US_SSN",
    country="US",
    source="https://www.ssa.gov/employer/randomization.html",
    validator="areas, groups and serials that are given",
    chance=0.89,
    alone=("999-99-9999", "999 99 9999"),
    bare=("999999999", "999-999-999"),
    header=("ssn", "social security", "social sec", "social"),
    check=check,
    proves=False,
)
