"""Name of a person."""

from mesh.pii.detectors.model import Detector

DETECTOR = Detector(
    entity="PERSON",
    source="https://www.w3.org/International/questions/qa-personal-names",
    validator="share of names in a sample of 500 values, by a model",
    header=("name", "surname", "person", "author", "customer", "passenger"),
)
