"""Nationality of a person."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector

DETECTOR = ColumnDetector(
    entity="NATIONALITY",
    category="attribute",
    source="https://www.iso.org/iso-3166-country-codes.html",
    validator="a word or a country's code",
    header=("nationality", "citizenship", "citizen"),
    shape=rf"[{LETTERS}][{LETTERS} .'-]{{1,40}}",
    least_share=0.5,
)
