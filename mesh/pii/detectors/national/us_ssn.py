"""Social Security number of the United States."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, number
from mesh.pii.detectors.model import ColumnDetector, FormDetector
from mesh.pii.words import NEGATIVE, NUMBERED

_ADVERTISED = (78_05_1120, 219_09_9999)


def check(signs: Signs) -> Passed:
    """An area, group and serial that could have been given; there is no check digit."""
    area, group, serial = number(signs[:3]), number(signs[3:5]), number(signs[5:])
    given = (area > 0) & (area < 900) & (area != 666) & (group > 0) & (serial > 0)  # noqa: PLR2004
    return given & ~np.isin(number(signs), _ADVERTISED)


_SOURCE = "https://www.ssa.gov/employer/randomization.html"
DETECTORS = (
    FormDetector(
        entity="US_SSN",
        country="US",
        source=_SOURCE,
        validator="areas, groups and serials that are given",
        chance=0.89,
        alone=("999-99-9999", "999 99 9999"),
        bare=("999999999", "999-999-999"),
        header=("ssn", "social security", "social sec", "social"),
        negative=(*NEGATIVE, *NUMBERED),
        check=check,
        proves=False,
    ),
    ColumnDetector(
        entity="US_SSN",
        country="US",
        source=_SOURCE,
        validator="7 to 9 digits, as in examples that are made up",
        header=("ssn", "social security", "soc sec"),
        shape="",
        layout=r"9{7,9}|9{3}[ -]?9{2,3}[ -]?9{3,4}",
        least_share=0.5,
    ),
)
