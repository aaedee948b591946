"""Identifier in a cookie or of an advertising network."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="COOKIE_ID",
    category="attribute",
    source="https://gdpr-info.eu/recitals/no-30/",
    validator="8 to 128 signs without a space",
    header=("cookie", "cookie id", "gaid", "idfa", "advertising id", "ad id", "gclid", "fbclid"),
    shape=r"[\w.:+/=-]{8,128}",
    least_share=0.5,
)
