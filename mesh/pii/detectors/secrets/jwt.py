"""JSON Web Token."""

import base64
import json
import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate


def is_token(text: str) -> bool:
    """Whether the first part is Base64 of a JSON object that names an algorithm."""
    head = text.split(".", 1)[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except ValueError:
        return False
    return isinstance(header, dict) and "alg" in header


DETECTOR = PatternDetector(
    entity="JWT",
    source="https://www.rfc-editor.org/rfc/rfc7519",
    validator="header names alg",
    gate=Gate(dots=2, bytes=30),
    layout=r"[9a_-]{11}\.[9a_-]{8}",
    sieve="eyJ",
    shared="tokens",
    pattern=re.compile(r"(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{8,20000}\.[\w-]{0,2000}"),
    confirms=is_token,
    validated=True,
    confidence=0.99,
    header=("jwt", "token"),
)
