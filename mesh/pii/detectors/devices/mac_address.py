"""Hardware address of a network card."""

import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate


def is_given(text: str) -> bool:
    """Whether it is neither all zeros nor all ones."""
    return len(set(re.sub("[:-]", "", text.lower()))) > 1


# Neither a letter, nor a digit, nor what joins them or ends a line.
_BESIDE = r"[\x00-\t\x0b-,/;-@\[-^`{-\x7f]"


def _joined_by(joiner: str, gate: Gate) -> PatternDetector:
    written = rf"[0-9a-f]{{2}}(?:{joiner}[0-9a-f]{{2}}){{5}}"
    return PatternDetector(
        entity="MAC_ADDRESS",
        source="https://standards.ieee.org/products-programs/regauth/",
        validator="structure; neither all zeros nor all ones",
        gate=gate,
        layout=f"[9a]{{2}}(?:{joiner}[9a]{{2}}){{5}}",
        sure=f"(?i:{written})",
        beside=(_BESIDE, _BESIDE),
        varied=2,
        pattern=re.compile(rf"(?i)(?<![\w:-]){written}(?![\w:-])"),
        confirms=is_given,
        validated=False,
        confidence=0.9,
        header=("mac", "mac address"),
    )


DETECTORS = (
    _joined_by(":", Gate(bytes=17, colons=5)),
    _joined_by("-", Gate(bytes=17, dashes=5)),
)
