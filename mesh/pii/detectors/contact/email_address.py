"""Mail address."""

import re

from mesh.pii.detectors.model import LATIN, PLAIN, PatternDetector
from mesh.pii.gates import Gate

# Endings of file names such as logo@2x.png, which have the shape of an address.
_NO_TOP_LEVEL = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html"})
_LOCAL_LIMIT = 64
_ADDRESS_LIMIT = 254


def is_email(text: str) -> bool:
    """Whether the text is a mail address by the structure of RFC 5321 (no look-up is made)."""
    local, _, domain = text.rpartition("@")
    if not 0 < len(local) <= _LOCAL_LIMIT or len(text) > _ADDRESS_LIMIT:
        return False
    if local[0] == "." or local[-1] == "." or ".." in local:
        return False
    labels = domain.split(".")
    if len(labels) < 2 or any(not label or "-" in (label[0], label[-1]) for label in labels):  # noqa: PLR2004
        return False
    return labels[-1].isalpha() and labels[-1].lower() not in _NO_TOP_LEVEL


# In a word that is short, so that no part of it is too long: a pattern that counts is far slower.
_LOCAL = rf"[\w{LATIN}!#$%&'*+/=?^`{{|}}~-]"
_LABEL = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_TOP_LEVEL = r"(?i:[a-ik-z][a-z]|j[a-ik-rt-z]|com|net|org|edu|gov|info|biz|[a-z]{6,20})"
_SURE = (
    r"(?:^|[\x00-\t\x0b-\x20\"(),:;<>\[\]\\])"
    rf"{_LOCAL}+(?:\.{_LOCAL}+)*@(?:{_LABEL}\.){{1,3}}{_TOP_LEVEL}\.?(?:$|{PLAIN})"
)
DETECTOR = PatternDetector(
    entity="EMAIL_ADDRESS",
    source="https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2",
    validator="structure of RFC 5321",
    gate=Gate(ats=1, dots=1),
    layout=r"@[^@ ]+\.",
    pattern=re.compile(
        r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}"
    ),
    confirms=is_email,
    sure=_SURE,
    sure_word=_LOCAL_LIMIT - 1,
    validated=True,
    confidence=0.99,
    header=("email", "mail"),
)
