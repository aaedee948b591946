"""Nationality of a person."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="NATIONALITY",
    category="attribute",
    source="https://www.iso.org/iso-3166-country-codes.html",
    validator="a word or a country's code",
    header=("nationality", "citizenship", "citizen"),
    shape=r"[\pL][\pL .'-]{1,40}",
    least_share=0.5,
)
