"""Access key of AWS."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

DETECTOR = PatternDetector(
    entity="AWS_ACCESS_KEY",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    validator="prefix and signs in use",
    gate=Gate(bytes=20),
    layout="[9a_/+-]{15}",
    sieve="AKIA|ASIA",
    pattern=re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    confirms=lambda text: len(set(text[4:])) > 4,  # noqa: PLR2004 - no placeholder
    validated=True,
    confidence=0.98,
    header=("access key", "access key id"),
    shared="codes",
)
