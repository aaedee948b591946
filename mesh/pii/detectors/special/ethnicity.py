"""Ethnic origin of a person."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="ETHNICITY",
    category="attribute",
    source="https://gdpr-info.eu/art-9-gdpr/",
    validator="a telling name and text",
    header=(
        "ethnicity",
        "ethnic",
        "race",
        "ethnic group",
        "racial",
    ),
    negative=(*NEGATIVE, "result", "winner", "track", "car", "lap"),
    shape=rf"(?s).*[{LETTERS}].+",
    least_share=0.5,
)
