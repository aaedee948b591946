"""Address of a service with a password in it."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

DETECTOR = PatternDetector(
    entity="CONNECTION_STRING",
    source="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    validator="user and password before the host, or a key of Azure",
    gate=Gate(bytes=10),
    layout="://|a=",
    sieve=r"://[^/@: ]+:[^/@ ]+@|AccountKey=|(?i)(?:password|pwd)=",
    pattern=re.compile(
        r"\w[\w+.-]{1,20}://[^/@:\s]{1,80}:[^/@\s]{1,200}@[\w.-]{1,200}|AccountKey=[\w+/]{40,100}={0,2}"
        r"|(?i:(?:server|host|data source)=[^;]{1,200};(?:[^;]{1,200};){0,8}?"
        r"(?:password|pwd)=[^;\s]{1,100})"
    ),
    confirms=lambda _: True,
    validated=True,
    confidence=0.95,
    header=("connection string", "dsn", "database url"),
    shared="signs",
)
