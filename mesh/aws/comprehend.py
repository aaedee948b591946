"""Amazon Comprehend as a second opinion on single cells: off unless somebody asks and pays.

Source: docs.aws.amazon.com/comprehend/latest/dg/API_DetectPiiEntities.html (100 KB a text; English
and Spanish), aws.amazon.com/comprehend/pricing (units of 100 characters, at least 3 a request).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

import boto3

from mesh.aws.languages import Language
from mesh.pii import Span

_KINDS: Mapping[str, str] = {
    "BANK_ACCOUNT_NUMBER": "BANK_ACCOUNT",
    "BANK_ROUTING": "US_ABA_ROUTING",
    "CA_SOCIAL_INSURANCE_NUMBER": "CA_SIN",
    "CREDIT_DEBIT_NUMBER": "CREDIT_CARD",
    "DRIVER_ID": "DRIVER_LICENSE",
    "EMAIL": "EMAIL_ADDRESS",
    "INTERNATIONAL_BANK_ACCOUNT_NUMBER": "IBAN_CODE",
    "IN_PERMANENT_ACCOUNT_NUMBER": "IN_PAN",
    "NAME": "PERSON",
    "PASSPORT_NUMBER": "PASSPORT",
    "PHONE": "PHONE_NUMBER",
    "SSN": "US_SSN",
    "UK_NATIONAL_HEALTH_SERVICE_NUMBER": "UK_NHS",
    "UK_NATIONAL_INSURANCE_NUMBER": "UK_NINO",
    "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER": "US_ITIN",
    "VEHICLE_IDENTIFICATION_NUMBER": "VIN",
}
# Tell of nobody by themselves, and stand in nearly every table.
_IMPERSONAL = frozenset({"DATE_TIME", "URL"})


class _Client(Protocol):
    def detect_pii_entities(self, *, Text: str, LanguageCode: str) -> Mapping[str, Any]:  # noqa: N803 - AWS's names
        """Find the places of personal data in a text."""


class Comprehend:
    """``Opinion`` by DetectPiiEntities."""

    name = "Amazon Comprehend"
    unit_signs = 100
    least_units = 3
    unit_usd = 0.0001

    def __init__(self, client: _Client, language: Language = "en") -> None:
        self._client = client
        self._language = language

    @classmethod
    def connect(cls, session: boto3.Session, language: Language) -> Self:
        """Use the session's role and region."""
        client: Any = session.client("comprehend")  # type: ignore[call-overload, unused-ignore]
        return cls(client, language)

    def spans(self, text: str) -> Sequence[Span]:
        """What it finds in a text of 1 to 100,000 bytes, in order, by the mesh's names."""
        answer = self._client.detect_pii_entities(Text=text, LanguageCode=self._language)
        found = [
            Span(
                entity=_KINDS.get(each["Type"], each["Type"]),
                start=each["BeginOffset"],
                end=each["EndOffset"],
                confidence=round(each["Score"], 2),
            )
            for each in answer["Entities"]
            if each["Type"] not in _IMPERSONAL
        ]
        return sorted(found, key=lambda span: span.start)
