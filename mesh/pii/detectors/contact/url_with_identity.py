"""Web address that tells a person by its parameters."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

DETECTOR = PatternDetector(
    entity="URL_WITH_IDENTITY",
    category="attribute",
    source="https://www.rfc-editor.org/rfc/rfc3986#section-3.4",
    validator="a parameter's name",
    shared="signs",
    gate=Gate(bytes=12),
    layout="a=",
    sieve=r"(?i)[?&](?:email|mail|user|username|user_?id|phone|token|session|sid|name)=",
    pattern=re.compile(
        r"(?i)\w{2,10}://\S{1,2000}?[?&](?:email|mail|user|username|user_?id|phone|token|session"
        r"|sid|name)=[^\s&]"
    ),
    confirms=lambda _: True,
    validated=False,
    confidence=0.7,
)
