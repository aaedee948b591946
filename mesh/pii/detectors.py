"""What each kind of personal data looks like, and what confirms it."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mesh.pii.gates import Gate
from mesh.pii.validators import is_card, is_email, is_iban, is_us_ssn


@dataclass(frozen=True, kw_only=True)
class Detector:
    """How to find one kind of personal data in text.

    Attributes:
        gate: what a value must hold before the pattern is tried.
        sieve: a looser pattern in RE2's syntax, run over whole columns before ``pattern``.
        pattern: of one occurrence anywhere in the value.
        confirms: judges one occurrence.
        validated: whether ``confirms`` is proof, so that no tolerance applies.
        header: words in the column's name without which the pattern says nothing; empty if the
            pattern speaks for itself.
    """

    entity: str
    gate: Gate
    sieve: str
    pattern: re.Pattern[str]
    confirms: Callable[[str], bool]
    validated: bool
    confidence: float
    header: frozenset[str] = field(default_factory=frozenset)

    def occurs_in(self, value: str) -> str | None:
        """Give the first confirmed occurrence in a value."""
        for found in self.pattern.finditer(value):
            if self.confirms(found[0]):
                return found[0]
        return None


def _holds_card(text: str) -> bool:
    """Whether neighbouring groups of digits, read together, are a card number."""
    groups = re.split("[ -]", text)
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(digits) > _CARD_LONGEST:
                break
            if is_card(digits):
                return True
    return False


def _is_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_loopback)


def _is_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return 7 <= len(digits) <= 17 and len(set(digits)) > 2  # noqa: PLR2004 - E.164 and an extension


_CARD_LONGEST = 19
_PHONE_WORDS = frozenset({"phone", "tel", "telephone", "mobile", "cell", "fax", "msisdn"})
_SSN_WORDS = frozenset({"ssn", "social"})

EMAIL = Detector(
    entity="EMAIL_ADDRESS",
    gate=Gate(ats=1, dots=1),
    sieve=r"@[^@ ]{1,64}\.\pL",
    pattern=re.compile(
        r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}"
    ),
    confirms=is_email,
    validated=True,
    confidence=0.99,
)
CARD = Detector(
    entity="CREDIT_CARD",
    gate=Gate(digits=12),
    sieve=r"\d(?:[ -]?\d){11}",
    pattern=re.compile(r"(?<![\w.])\d(?:[ -]?\d){11,}(?!\w)"),
    confirms=_holds_card,
    validated=True,
    confidence=0.95,
)
IBAN = Detector(
    entity="IBAN_CODE",
    gate=Gate(digits=8),
    sieve=r"[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2}",
    pattern=re.compile(
        r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?!\w)"
    ),
    confirms=is_iban,
    validated=True,
    confidence=0.99,
)
SSN = Detector(
    entity="US_SSN",
    gate=Gate(digits=9),
    sieve=r"\d{3}[ -]\d{2}[ -]\d{4}",
    pattern=re.compile(r"(?<![\w-])\d{3}([ -])\d{2}\1\d{4}(?![\w-])"),
    confirms=is_us_ssn,
    validated=True,
    confidence=0.9,
)
PLAIN_SSN = Detector(
    entity="US_SSN",
    gate=Gate(digits=9),
    sieve=r"\d{9}",
    pattern=re.compile(r"(?<!\w)\d{9}(?!\w)"),
    confirms=is_us_ssn,
    validated=True,
    confidence=0.8,
    header=_SSN_WORDS,
)
PHONE = Detector(
    entity="PHONE_NUMBER",
    gate=Gate(digits=7),
    sieve=r"\+\d|\d{3}\)? ?[ .-]?\d{3}[ .-]\d{4}|00\d{2}",
    pattern=re.compile(
        r"(?<![\w.])(?<!\d )(?:\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}"
        r"|(?:(?:00)?1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"
        r"|00\d{2,3}(?:[ .-]?\(?\d{1,5}\)?){2,6})(?:x\d{1,6})?(?![\w])"
    ),
    confirms=_is_phone,
    validated=False,
    confidence=0.8,
)
PLAIN_PHONE = Detector(
    entity="PHONE_NUMBER",
    gate=Gate(digits=7),
    sieve=r"\d[\d ().-]{5}",
    pattern=re.compile(r"\+?\(?\d[\d ().-]{5,18}\d(?:x\d{1,6})?"),
    confirms=_is_phone,
    validated=False,
    confidence=0.7,
    header=_PHONE_WORDS,
)
IP_V4 = Detector(
    entity="IP_ADDRESS",
    gate=Gate(digits=4, dots=3),
    sieve=r"\d\.\d{1,3}\.\d{1,3}\.\d",
    pattern=re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d|\w)"),
    confirms=_is_address,
    validated=False,
    confidence=0.8,
)
IP_V6 = Detector(
    entity="IP_ADDRESS",
    gate=Gate(colons=2),
    sieve=r":[0-9A-Fa-f]{0,4}:",
    pattern=re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}|:)(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])"),
    confirms=lambda text: _is_address(text) and not re.fullmatch(r"[\d:]{0,8}", text),
    validated=False,
    confidence=0.8,
)

TEXT_DETECTORS = (EMAIL, IBAN, CARD, SSN, PLAIN_SSN, PHONE, PLAIN_PHONE, IP_V4, IP_V6)


def words_of(column: str) -> frozenset[str]:
    """Words of a column's name: ``passengerEmail_2`` has ``passenger``, ``email`` and ``2``."""
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", column)
    return frozenset(re.findall(r"[a-z]+|\d+", parted.lower()))
