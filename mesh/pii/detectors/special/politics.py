"""Political opinion of a person."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="POLITICS",
    category="attribute",
    source="https://gdpr-info.eu/art-9-gdpr/",
    validator="a telling name and text",
    header=(
        "political",
        "political party",
        "party affiliation",
        "political opinion",
        "voted for",
    ),
    negative=NEGATIVE,
    shape=rf"(?s).*[{LETTERS}].+",
    least_share=0.5,
)
