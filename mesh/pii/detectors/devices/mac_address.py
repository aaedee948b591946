"""Hardware address of a network card."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

DETECTOR = PatternDetector(
    entity="MAC_ADDRESS",
    source="https://standards.ieee.org/products-programs/regauth/",
    validator="structure; neither all zeros nor all ones",
    gate=Gate(bytes=17),
    layout="[9a]{2}(?:(?::[9a]{2}){5}|(?:-[9a]{2}){5})",
    sieve=r"(?i)[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})",
    sure=r"(?i)^[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})$",
    varied=2,
    pattern=re.compile(
        r"(?i)(?<![\w:-])[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![\w:-])"
    ),
    confirms=lambda text: len(set(re.sub("[:-]", "", text.lower()))) > 1,
    validated=False,
    confidence=0.9,
    header=("mac", "mac address"),
)
