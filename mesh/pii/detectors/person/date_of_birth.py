"""Date of birth."""

from mesh.pii.detectors.model import LETTERS, ColumnDetector

DETECTOR = ColumnDetector(
    entity="DATE_OF_BIRTH",
    source="https://www.iso.org/iso-8601-date-and-time-format.html",
    validator="shape of a date",
    header=(
        "birth date",
        "date birth",
        "dob",
        "birthday",
        "birthdate",
        "birth day",
        "date naissance",
        "geburtsdatum",
        "fecha nacimiento",
        "born",
        "birth",
    ),
    shape=r"\d{4}[-/.]?\d{1,2}[-/.]?\d{1,2}(?:[ T].*)?"
    rf"|\d{{1,2}}[-/. ](?:\d{{1,2}}|[{LETTERS}]{{3,9}})[-/. ,]+\d{{2,4}}(?: .*)?"
    rf"|[{LETTERS}]{{3,9}}\.? \d{{1,2}},? \d{{4}}",
    least_share=0.5,
)
