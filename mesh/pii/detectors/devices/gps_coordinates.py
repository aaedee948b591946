"""Place on the earth, as a pair or in two columns."""

import re

from mesh.pii.detectors.model import ColumnDetector, PatternDetector
from mesh.pii.gates import Gate


def is_pair(text: str) -> bool:
    """Whether latitude and longitude are within 90 and 180 degrees."""
    latitude, longitude = map(float, re.findall(r"-?\d+\.\d+", text))
    return abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004


_SOURCE = "https://www.rfc-editor.org/rfc/rfc5870"
DETECTORS = (
    PatternDetector(
        entity="GPS_COORDINATES",
        category="attribute",
        source=_SOURCE,
        validator="ranges",
        gate=Gate(digits=8, dots=2),
        layout=r"9\.9{3,}[ ,;]+-?9{1,3}\.9{3}",
        pattern=re.compile(
            r"(?<![\w.])-?\d{1,2}\.\d{3,15}(?:, ?|; ?| )-?\d{1,3}\.\d{3,15}(?![\w.])"
        ),
        confirms=is_pair,
        sure=(
            r"(?:^|[A-Za-z:] |[:=(\[\"'])-?[1-8]?\d\.\d{3,15}(?:, ?|; ?| )"
            r"-?(?:1[0-7]\d|[1-9]?\d)\.\d{3,15}(?:$|[ ,;)\]\"'])"
        ),
        validated=False,
        confidence=0.8,
    ),
    ColumnDetector(
        entity="GPS_COORDINATES",
        category="attribute",
        source=_SOURCE,
        validator="degrees",
        header=("latitude", "longitude", "lat", "lon", "lng"),
        shape=r"-?\d{1,3}\.\d+",
        least_share=0.8,
    ),
)
