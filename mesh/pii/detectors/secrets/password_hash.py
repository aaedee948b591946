"""Hash of a password."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

_BASE_16 = "|".join(f"[0-9a-f]{{{signs}}}" for signs in (32, 40, 48, 56, 64, 96, 128, 192, 256))
_BASE_64 = "|".join(
    f"[0-9A-Za-z+/]{{{signs}}}{end}" for signs, end in ((27, "="), (43, "="), (64, ""), (86, "=="))
)
# A digest, or one and the salt.
_TOLD = rf"(?i:{_BASE_16}|[0-9a-f]{{16,256}}[:.][0-9a-f]{{16,256}})|{_BASE_64}"
DETECTOR = PatternDetector(
    entity="PASSWORD_HASH",
    source="https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md",
    validator="scheme, cost and length",
    gate=Gate(bytes=27),
    layout=r"\$",
    sieve=r"\$(?:2[abxy]|argon2|scrypt|pbkdf2|[156]|y)|pbkdf2_sha256\$",
    pattern=re.compile(
        r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(?:id|i|d)\$\S{20,300}"
        r"|\$(?:[156]|y)\$\S{1,40}\$[./A-Za-z0-9]{22,90}|\$(?:scrypt|pbkdf2)\S{20,300}"
        r"|pbkdf2_sha256\$\d{2,8}\$\w{1,64}\$[A-Za-z0-9+/=]{20,90}"
    ),
    confirms=lambda _: True,
    sure=(
        r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$argon2(?:id|i|d)\$[!-~]{20}"
        r"|\$(?:[156]|y)\$[!-~]{1,40}\$[./A-Za-z0-9]{22}|\$(?:scrypt|pbkdf2)[!-~]{20}"
        r"|pbkdf2_sha256\$\d{2,8}\$\w{1,64}\$[A-Za-z0-9+/=]{20}"
    ),
    validated=True,
    confidence=0.97,
    shared="signs",
    header=("password hash", "passwordhash", "pwd hash", "password", "hash password", "pw hash"),
    told_shape=_TOLD,
)
