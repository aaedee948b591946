"""International Mobile Equipment Identity."""

from mesh.pii.checksums import Passed, Signs, luhn, one_of, varied
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Luhn's digit; a reporting body that exists."""
    return luhn(signs) & one_of(signs[0], "0345689") & varied(signs)


DETECTOR = FormDetector(
    entity="IMEI",
    source="https://www.gsma.com/newsroom/wp-content/uploads/TS.06-v20.0.pdf",
    validator="Luhn",
    chance=0.07,
    bare=("999999999999999", "99-999999-999999-9"),
    header=("imei", "device imei"),
    check=check,
)
