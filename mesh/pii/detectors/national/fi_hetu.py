"""Henkilötunnus of Finland."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, is_ddmmyy, letter_at, number, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """A sign by the remainder by 31; birth date, and a sign for the century."""
    middle = len(signs) - 4
    century = one_of(signs[6], "ABCDEFYXWVU") if middle > 6 else np.True_  # noqa: PLR2004
    rest = (number(signs[:6]) * 1000 + number(signs[middle : middle + 3])) % 31
    right = letter_at("0123456789ABCDEFHJKLMNPRSTUVWXY", rest) == signs[-1]
    return is_ddmmyy(signs[:6]) & right & century


DETECTOR = FormDetector(
    entity="FI_HETU",
    country="FI",
    source="https://dvv.fi/en/personal-identity-code",
    validator="mod 31; birth date, century",
    chance=0.0011,
    alone=("999999-999*", "999999A999*"),
    header=("hetu", "henkilotunnus", "henkilötunnus", "personal identity code"),
    check=check,
)
