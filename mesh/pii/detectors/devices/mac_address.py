"""Hardware address of a network card."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

DETECTOR = PatternDetector(
    entity="MAC_ADDRESS",
    source="https://standards.ieee.org/products-programs/regauth/",
    validator="structure; neither all zeros nor all ones",
    gate=Gate(bytes=12),
    sieve=r"(?i)[:-][0-9a-f][0-9a-f][:-][0-9a-f][0-9a-f][:-]",
    pattern=re.compile(
        r"(?i)(?<![\w:-])[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![\w:-])"
    ),
    confirms=lambda text: len(set(re.sub("[:-]", "", text.lower()))) > 1,
    validated=False,
    confidence=0.9,
    header=("mac", "mac address"),
    shared=True,
)
