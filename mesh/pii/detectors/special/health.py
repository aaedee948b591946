"""Health of a person."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="HEALTH",
    category="attribute",
    source="https://gdpr-info.eu/art-9-gdpr/",
    validator="a telling name and text",
    header=(
        "diagnosis",
        "disease",
        "illness",
        "medication",
        "icd10",
        "icd",
        "blood type",
        "disability",
        "allergies",
        "allergy",
        "symptoms",
        "treatment",
        "medical condition",
    ),
    negative=NEGATIVE,
    shape=rf"(?s).*[{LETTERS}].+",
    least_share=0.5,
)
