"""Token of a well-known service."""

import re

from mesh.pii.detectors.model import ColumnDetector, PatternDetector
from mesh.pii.gates import Gate
from mesh.pii.words import NEGATIVE

_TOKENS = (
    r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,82}|glpat-[\w-]{20}|xox[abprs]-[A-Za-z0-9-]{10,72}"
    r"|[sr]k_(?:live|test)_[A-Za-z0-9]{16,99}|AIza[\w-]{35}|SG\.[\w-]{22}\.[\w-]{43}"
    r"|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{50,200}|sk-ant-[\w-]{20,120}|sk-(?:proj-)?[A-Za-z0-9]{32,100}"
    r"|hf_[A-Za-z0-9]{34}|dop_v1_[a-f0-9]{64}|shpat_[a-fA-F0-9]{32}|EAACEdEose0cBA[A-Za-z0-9]{20,200}"
)
_SOURCE = "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns"
# Of what tells about a key, and of keys that have a kind of their own.
_NONE = (
    *NEGATIVE, "id", "name", "aws", "access", "private", "date", "time", "at", "created", "updated",
    "expires", "expired", "expiry", "expiration", "limit", "limits", "used", "uses", "usage",
    "enabled", "scope", "label", "hint",
)  # fmt: skip


def _told(least: int, *phrases: str) -> ColumnDetector:
    """Told by the column's name: one word of so many signs, without the dots of a JWT."""
    return ColumnDetector(
        entity="API_TOKEN",
        source="https://cwe.mitre.org/data/definitions/312.html",
        validator=f"one word of {least} to 512 signs",
        header=phrases,
        negative=_NONE,
        shape=rf"[\w/+=~-]{{{least},512}}",
        never="(?i:true|false|null|none)",
        least_share=0.5,
    )


DETECTORS = (
    PatternDetector(
        entity="API_TOKEN",
        source=_SOURCE,
        validator="prefix and length of the service",
        gate=Gate(bytes=15),
        layout="[9a_/+-]{15}",
        sieve=r"gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[sr]k_live_|[sr]k_test_|AIza|SG\.|npm_|pypi-AgE|sk-|hf_|dop_v1_|shpat_|EAACEdEose0cBA",
        pattern=re.compile(rf"(?<![A-Za-z0-9_-])(?:{_TOKENS})(?![A-Za-z0-9_])"),
        confirms=lambda text: len(set(text)) > 8,  # noqa: PLR2004 - no placeholder
        validated=True,
        confidence=0.97,
        header=("api key", "api token", "token", "apikey"),
        shared="codes",
    ),
    _told(6, "api key", "api token", "api secret"),
    _told(16, "secret key", "client secret", "app secret", "access token", "auth token"),
)
