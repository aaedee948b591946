"""IP address, version 4 and 6."""

import ipaddress
import re

from mesh.pii.detectors.model import PLAIN, PatternDetector
from mesh.pii.gates import Gate
from mesh.pii.words import NEGATIVE


def is_address(text: str) -> bool:
    """Whether the text is an address of a host elsewhere."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_loopback)


# Versions of products have the same form (RFC 9110, 10.1.5): Chrome/138.0.0.0, rv:1.9.5.20. Hosts,
# which stand before a slash too, begin with a small letter or have more than letters.
_PRODUCT = r"""(?:(?<![^\s("';,])[A-Z][A-Za-z]{1,30}/|(?<!\w)rv:)?"""
# What may stand before what is surely no version.
_BEFORE = r"(?:^|[\x00-\t\x0b-,;-@\[-^`{-\x7f]|[^A-Za-z\n]/|[^v\n]:)"
_SOFTWARE = ("agent", "useragent", "browser", "firmware", "software", "build", "release")
_GROUP = "[0-9A-Fa-f]{1,4}"
_OCTET = r"(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])"
DETECTORS = (
    PatternDetector(
        entity="IP_ADDRESS",
        source="https://www.rfc-editor.org/rfc/rfc791",
        validator="ranges",
        gate=Gate(digits=4, dots=3),
        layout=r"9\.9{1,3}\.9{1,3}\.9",
        pattern=re.compile(rf"{_PRODUCT}(?<![\w.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?![\w.]\d|\w)"),
        confirms=is_address,
        validated=False,
        confidence=0.8,
        header=("ip", "ip address"),
        negative=(*NEGATIVE, *_SOFTWARE),
        sure=(
            rf"{_BEFORE}(?:[1-9]\d?|1[013-9]\d|12[0-689]|2[0-4]\d|25[0-5])"
            rf"(?:\.{_OCTET}){{3}}\.?(?:$|{PLAIN})"
        ),
    ),
    PatternDetector(
        entity="IP_ADDRESS",
        source="https://www.rfc-editor.org/rfc/rfc4291#section-2.2",
        validator="structure",
        gate=Gate(colons=2),
        layout="::|(?:[9a]{1,4}:){7}[9a]",
        sieve=rf"(?:^|[^\w:])(?:{_GROUP}|:)(?::[0-9A-Fa-f]{{0,4}}){{2,7}}(?:$|[^\w:])",
        sure=(
            r"(?:^|[ ,;=(\[\"'/|])[1-9A-Fa-f]"
            rf"(?:[0-9A-Fa-f]{{0,3}}(?::{_GROUP}){{7}}"
            rf"|[0-9A-Fa-f]{{1,3}}(?::[0-9A-Fa-f]{{3,4}}){{1,4}}::{_GROUP}(?::{_GROUP})?)"
            r"(?:$|[ ,;)\]\"'/|])"
        ),
        pattern=re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}|:)(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])"),
        confirms=lambda text: is_address(text) and not re.fullmatch(r"[\d:]{0,8}", text),
        validated=False,
        confidence=0.8,
        header=("ip", "ip address"),
    ),
)
