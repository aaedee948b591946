"""Reference to a photograph of a person."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="PHOTO_REFERENCE",
    category="attribute",
    source="https://gdpr-info.eu/recitals/no-51/",
    validator="address or name of an image",
    header=("photo", "portrait", "avatar", "profile picture", "headshot", "selfie"),
    negative=("count", "flag", "type", "is", "has"),
    shape=r"(?i)(?:https?://|s3://|/)?\S*(?:\.(?:jpe?g|png|gif|webp|heic)|/\S+)(?:\?\S*)?",
    least_share=0.5,
)
