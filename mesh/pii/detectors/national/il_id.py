"""Identity number of Israel."""

from mesh.pii.checksums import Passed, Signs, luhn, varied
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Luhn's digit."""
    return luhn(signs) & varied(signs)


DETECTOR = FormDetector(
    entity="IL_ID",
    country="IL",
    source="https://www.gov.il/en/service/id_card_request",
    validator="Luhn",
    chance=0.1,
    bare=("999999999", "99999999-9"),
    header=("teudat zehut", "mispar zehut", "zehut"),
    check=check,
)
