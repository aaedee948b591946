"""Number of a visa."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="VISA_NUMBER",
    source="https://www.icao.int/publications/pages/publication.aspx?docnum=9303",
    validator="6 to 14 letters and digits",
    header=("visa number", "visa no", "visa id"),
    shape=r"(?i)[a-z]{0,3}\d{5,12}[a-z]?",
    least_share=0.5,
)
