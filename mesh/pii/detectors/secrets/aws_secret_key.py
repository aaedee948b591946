"""Secret access key of AWS."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

_FEWEST = 15


def is_mixed(text: str) -> bool:
    """Whether small and large letters and many different signs are there: no placeholder."""
    return len(set(text)) > _FEWEST and text.lower() != text != text.upper()


DETECTOR = PatternDetector(
    entity="AWS_SECRET_KEY",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    validator="40 signs of Base64, mixed, beside a telling word",
    gate=Gate(bytes=40),
    layout="[9a_/+-]{15}",
    sieve="(?i)secret|aws",
    pattern=re.compile(
        r"(?i:secret|aws)[\w .:=\"'-]{0,40}?(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])"
    ),
    confirms=lambda text: is_mixed(text[-40:]),
    validated=True,
    confidence=0.95,
    shared="codes",
    told_shape=r"[A-Za-z0-9/+]{40}",
    header=("secret", "secret key", "secret access key"),
)
