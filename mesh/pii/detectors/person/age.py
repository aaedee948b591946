"""Age of a person."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="AGE",
    category="attribute",
    source="https://gdpr-info.eu/art-4-gdpr/",
    validator="0 to 129",
    header=("age", "alter", "edad"),
    shape=r"(?:\d|[1-9]\d|1[0-2]\d)(?:\.0)?",
    least_share=0.8,
)
