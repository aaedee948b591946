"""Religion of a person."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="RELIGION",
    category="attribute",
    source="https://gdpr-info.eu/art-9-gdpr/",
    validator="a telling name and text",
    header=(
        "religion",
        "religious",
        "faith",
        "denomination",
        "konfession",
    ),
    negative=NEGATIVE,
    shape=rf"(?s).*[{LETTERS}].+",
    least_share=0.5,
)
