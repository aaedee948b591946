"""Number of a health insurance."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="HEALTH_INSURANCE_ID",
    source="https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html",
    validator="6 to 20 letters and digits",
    header=(
        "health insurance",
        "insurance id",
        "health plan",
        "policy holder id",
        "medical record",
        "mrn",
        "ehic",
        "krankenversicherung",
        "member insurance",
    ),
    shape=r"(?i)[a-z\d](?:[ -]?[a-z\d]){5,24}",
    least_share=0.5,
)
