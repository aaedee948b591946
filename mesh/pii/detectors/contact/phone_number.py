"""Telephone number."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate


def is_phone(text: str) -> bool:
    """Whether there are 7 to 17 digits (E.164 and an extension), not all the same."""
    digits = re.sub(r"\D", "", text)
    return 7 <= len(digits) <= 17 and len(set(digits)) > 2  # noqa: PLR2004


_SOURCE = "https://www.itu.int/rec/T-REC-E.164"
_WORDS = ("phone", "tel", "telephone", "mobile", "cell", "fax", "msisdn", "cellphone", "telefon")
DETECTORS = (
    PatternDetector(
        entity="PHONE_NUMBER",
        source=_SOURCE,
        validator="7 to 17 digits",
        gate=Gate(digits=7, others=1),
        sieve=r"\+\d|\d{3}\)? ?[ .-]?\d{3}[ .-]\d{4}|00\d{2,3}[ .-]",
        pattern=re.compile(
            r"(?<![\w.])(?<!\d )(?:\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}"
            r"|(?:(?:00)?1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"
            r"|00\d{2,3}(?:[ .-]\(?\d{1,5}\)?){2,6})(?:x\d{1,6})?(?![\w])"
        ),
        confirms=is_phone,
        validated=False,
        confidence=0.8,
        header=_WORDS,
        varied=3,
        sure=(
            r"^\+\d{1,3}(?:[ .-]?\d{3,4}){2,3}$"
            r"|^(?:(?:00)?1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?:x\d{1,3})?$"
        ),
    ),
    PatternDetector(
        entity="PHONE_NUMBER",
        source=_SOURCE,
        validator="7 to 17 digits",
        gate=Gate(digits=7),
        sieve=r"\d[\d ().-]{5}",
        pattern=re.compile(r"\+?\(?\d[\d ().-]{5,18}\d(?:x\d{1,6})?"),
        confirms=is_phone,
        validated=False,
        confidence=0.7,
        header=_WORDS,
        only_told=True,
        in_numbers=True,
        varied=3,
        sure=r"^\d{8,15}$",
    ),
)
