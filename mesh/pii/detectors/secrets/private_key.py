"""Private key in PEM."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

DETECTOR = PatternDetector(
    entity="PRIVATE_KEY",
    source="https://www.rfc-editor.org/rfc/rfc7468",
    validator="label",
    gate=Gate(bytes=27),
    layout="-----a{5} ",
    sieve="PRIVATE KEY",
    pattern=re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"),
    confirms=lambda _: True,
    validated=True,
    confidence=0.99,
    header=("private key",),
    shared="signs",
)
