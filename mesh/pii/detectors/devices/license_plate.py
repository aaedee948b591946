"""Registration plate of a vehicle."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector

DETECTOR = ColumnDetector(
    entity="LICENSE_PLATE",
    source="https://unece.org/transport/vehicle-regulations",
    validator="2 to 10 letters and digits",
    header=("license plate", "licence plate", "number plate", "plate", "kennzeichen", "matricula"),
    shape=rf"[{LETTERS}\d](?:[ -]?[{LETTERS}\d]){{1,9}}",
    least_share=0.5,
)
