"""Membership of a trade union."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="TRADE_UNION",
    category="attribute",
    source="https://gdpr-info.eu/art-9-gdpr/",
    validator="a telling name and text",
    header=(
        "trade union",
        "union member",
        "union membership",
        "gewerkschaft",
    ),
    negative=NEGATIVE,
    shape=rf"(?s).*[{LETTERS}].+",
    least_share=0.5,
)
