"""Token of a well-known service."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

_TOKENS = (
    r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,82}|glpat-[\w-]{20}|xox[abprs]-[A-Za-z0-9-]{10,72}"
    r"|[sr]k_(?:live|test)_[A-Za-z0-9]{16,99}|AIza[\w-]{35}|SG\.[\w-]{22}\.[\w-]{43}"
    r"|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{50,200}|sk-ant-[\w-]{20,120}|sk-(?:proj-)?[A-Za-z0-9]{32,100}"
    r"|hf_[A-Za-z0-9]{34}|dop_v1_[a-f0-9]{64}|shpat_[a-fA-F0-9]{32}|EAACEdEose0cBA[A-Za-z0-9]{20,200}"
)
DETECTOR = PatternDetector(
    entity="API_TOKEN",
    source="https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns",
    validator="prefix and length of the service",
    gate=Gate(bytes=15),
    layout="[9a_/+-]{15}",
    sieve=r"gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[sr]k_live_|[sr]k_test_|AIza|SG\.|npm_|pypi-AgE|sk-|hf_|dop_v1_|shpat_|EAACEdEose0cBA",
    pattern=re.compile(rf"(?<![A-Za-z0-9_-])(?:{_TOKENS})(?![A-Za-z0-9_])"),
    confirms=lambda text: len(set(text)) > 8,  # noqa: PLR2004 - no placeholder
    validated=True,
    confidence=0.97,
    header=("api key", "api token", "token", "apikey"),
    shared=True,
)
