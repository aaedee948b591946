"""Passport number."""

from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="PASSPORT",
    source="https://www.icao.int/publications/pages/publication.aspx?docnum=9303",
    validator="6 to 9 letters and digits, at least 5 digits",
    header=("passport", "passport number", "reisepass", "pasaporte", "passeport"),
    negative=(*NEGATIVE, "country", "expiry", "expires", "date", "issued"),
    shape=r"(?i)[a-z]{0,3} ?\d{5,9}[a-z]?|[a-z\d]{8,9}",
    least_share=0.5,
)
