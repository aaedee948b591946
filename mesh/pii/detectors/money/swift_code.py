"""Business identifier code of a bank."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="SWIFT_CODE",
    category="attribute",
    source="https://www.iso.org/standard/60390.html",
    validator="8 or 11 signs at their places",
    header=("swift", "bic", "swift code"),
    negative=(),
    shape=r"[A-Za-z]{6}[A-Za-z0-9]{2}(?:[A-Za-z0-9]{3})?",
    least_share=0.5,
)
