"""Registration plate of a vehicle."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector

_SOURCE = "https://unece.org/transport/vehicle-regulations"
DETECTORS = (
    ColumnDetector(
        entity="LICENSE_PLATE",
        source=_SOURCE,
        validator="2 to 10 letters and digits",
        header=("license plate", "licence plate", "number plate", "plate", "kennzeichen"),
        shape=rf"[{LETTERS}\d](?:[ -]?[{LETTERS}\d]){{1,9}}",
        least_share=0.5,
    ),
    # In Spanish and Portuguese the word stands for what enrols people, too.
    ColumnDetector(
        entity="LICENSE_PLATE",
        source=_SOURCE,
        validator="groups of letters and digits, as on plates",
        header=("matricula",),
        shape="",
        layout=(
            "9{4}[ -]?a{3}|a{1,2}[ -]?9{4}[ -]?a{1,2}|a{3}[ -]?9{3,4}|a{3}9a9{2}"
            "|a{2}[ -]?9{2}[ -]?(?:9{2}|a{2})|9{2}[ -]?a{2}[ -]?9{2}|9{2}[ -]?9{2}[ -]?a{2}"
        ),
        least_share=0.5,
    ),
)
