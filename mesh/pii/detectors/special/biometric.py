"""Biometric data of a person."""

from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.words import NEGATIVE

DETECTOR = ColumnDetector(
    entity="BIOMETRIC",
    category="attribute",
    source="https://gdpr-info.eu/art-9-gdpr/",
    validator="a telling name and text",
    header=(
        "biometric",
        "fingerprint",
        "iris",
        "faceprint",
        "face embedding",
        "voiceprint",
        "retina",
    ),
    negative=(*NEGATIVE, "sepal", "petal", "file", "hash", "sha"),
    shape=r"(?s).{8,}",
    least_share=0.5,
)
