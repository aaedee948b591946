"""Postal address."""

from mesh.pii.detectors.model import Detector

DETECTOR = Detector(
    entity="ADDRESS",
    source="https://www.upu.int/en/Postal-Solutions/Programmes-Services/Addressing-Solutions",
    validator="share of addresses in a sample of 500 values, by a model",
    header=("address", "street", "addr", "anschrift", "adresse", "direccion", "strasse"),
)
