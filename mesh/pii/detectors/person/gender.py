"""Gender of a person."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="GENDER",
    category="attribute",
    source="https://gdpr-info.eu/art-4-gdpr/",
    validator="words for it",
    header=("gender", "sex", "geschlecht", "genero"),
    shape=r"(?i)m|f|w|d|x|u|male|female|man|woman|non-?binary|other|diverse|unknown|[a-z]{3,15}",
    least_share=0.8,
)
