"""Number of a bank account."""

from mesh.pii.detectors.model import ColumnDetector

DETECTOR = ColumnDetector(
    entity="BANK_ACCOUNT",
    source="https://docs.aws.amazon.com/macie/latest/user/mdis-reference-financial.html",
    validator="6 to 20 digits",
    header=(
        "bank account",
        "account number",
        "acct number",
        "acct no",
        "account no",
        "kontonummer",
        "cuenta bancaria",
    ),
    shape=r"\d[\d -]{4,22}\d",
    least_share=0.5,
)
