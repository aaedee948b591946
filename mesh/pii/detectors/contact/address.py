"""Postal address."""

from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.words import NEGATIVE

_STREETS = (
    "street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|way|"
    "terrace|highway|hwy|parkway|pkwy"
)
_SOURCE = "https://www.upu.int/en/Postal-Solutions/Programmes-Services/Addressing-Solutions"
DETECTORS = (
    ColumnDetector(
        entity="ADDRESS",
        source=_SOURCE,
        validator="a number and words",
        header=("address", "street", "addr", "anschrift", "adresse", "direccion", "strasse"),
        negative=(*NEGATIVE, "ip", "email", "mail", "mac", "web", "url", "id", "wallet", "memory"),
        shape=r"(?s).*(?:\d.*\pL|\pL.*\d).*",
        least_share=0.4,
    ),
    ColumnDetector(
        entity="ADDRESS",
        source=_SOURCE,
        validator="house number, words, kind of street",
        shape=rf"(?i)\d{{1,6}}[a-z]? [^,;@]{{2,60}} (?:{_STREETS})\b.*",
        least_share=0.3,
    ),
)
