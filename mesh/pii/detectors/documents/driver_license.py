"""Number of a driving licence."""

from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="DRIVER_LICENSE",
    source="https://docs.aws.amazon.com/macie/latest/user/mdis-reference-pii.html",
    validator="5 to 20 letters and digits",
    header=(
        "driver license",
        "drivers license",
        "driver licence",
        "drivers licence",
        "driving licence",
        "driving license",
        "dl number",
        "dl no",
        "fuhrerschein",
        "permis conduire",
    ),
    negative=(*NEGATIVE, "state", "class", "expiry", "date"),
    shape=r"(?i)[a-z\d](?:[ -]?[a-z\d]){4,24}",
    least_share=0.5,
)
