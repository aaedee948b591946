"""Steuerliche Identifikationsnummer of Germany."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, iso7064_11_10
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """ISO 7064 MOD 11,10; of the first ten digits one occurs twice or thrice, the others once."""
    counts = np.stack([(signs[:10] == ord(digit)).sum(axis=0) for digit in "0123456789"])
    repeated = (counts == 2).sum(axis=0) + (counts == 3).sum(axis=0)  # noqa: PLR2004
    shaped = (repeated == 1) & (counts.max(axis=0) <= 3) & (signs[0] != ord("0"))  # noqa: PLR2004
    return shaped & iso7064_11_10(signs)


DETECTOR = FormDetector(
    entity="DE_STEUER_ID",
    country="DE",
    source="https://www.zinsen-berechnen.de/pruefziffer/identifikationsnummer.php",
    validator="ISO 7064 MOD 11,10; repeated digits",
    chance=0.0034,
    bare=("99999999999", "99 999 999 999"),
    header=("steuer id", "steueridentifikationsnummer", "steuerid", "idnr", "steuernummer"),
    check=check,
)
