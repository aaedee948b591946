"""Password in the clear."""

import re

from mesh.pii.detectors.model import ColumnDetector, PatternDetector
from mesh.pii.gates import Gate
from mesh.pii.words import NEGATIVE

_SOURCE = "https://cwe.mitre.org/data/definitions/256.html"
_WORDS = (
    "password", "passwd", "pwd", "passphrase", "passcode", "kennwort", "contraseña", "contrasena",
    "passwort", "senha", "mot passe", "motdepasse", "mdp", "haslo", "hasło", "wachtwoord",
    "lösenord", "losenord", "passord", "adgangskode", "salasana", "heslo", "jelszo", "sifre",
    "şifre", "пароль", "密码", "パスワード", "비밀번호",
)  # fmt: skip
# Of policies and of what was done with a password.
_DEEDS = (
    "reset", "resets", "change", "changed", "changes", "update", "updated", "set", "created",
    "modified", "expires", "expired", "expiry", "expiration", "must", "force", "should", "ask",
    "requires", "enabled", "disabled", "attempt", "attempts", "tries", "failures", "strength",
    "policy", "hint", "question", "date", "time", "timestamp", "at", "age", "days", "id",
)  # fmt: skip
DETECTORS = (
    ColumnDetector(
        entity="PASSWORD",
        source=_SOURCE,
        validator="4 to 128 signs without a space",
        header=_WORDS,
        negative=(*NEGATIVE, "hash", *_DEEDS),
        shape=r"[^\s$]{4,128}",
        never=r"(?i:true|false|null|none)|\d{4}-\d\d-\d\d(?:T\d\d:\d\d\S*)?",
        least_share=0.5,
    ),
    PatternDetector(
        entity="PASSWORD",
        source=_SOURCE,
        validator="a telling word before it",
        gate=Gate(bytes=10),
        layout=r"aaa[\"']?[\s\v\x1c-\x1f_]{0,3}(?:aa:?|[:=])[\s\v\x1c-\x1f_]{0,3}[\"']?[^\s\"'<>{}*]*[^a\s\v\x1c-\x1f:='\"<>{}*]",
        sieve="(?i)passw|pwd|passphrase",
        pattern=re.compile(
            r"(?i)\b(?:password|passwd|pwd|passphrase)[\"']?\s?(?:is:?|[:=])\s?[\"']?[^\s\"'<>{}*]{6,64}"
        ),
        confirms=lambda text: bool(re.search(r"\d|[^\w\s:='\"]", re.split(r"is|[:=]", text)[-1])),
        validated=False,
        confidence=0.8,
        shared="words",
    ),
)
