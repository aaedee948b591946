"""Every kind of personal data that contracts may declare, by the group of its detectors."""

from collections.abc import Mapping

# A group is a folder below mesh/pii/detectors; ``text`` and ``NATIONAL_ID`` are of contracts alone.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "contact": (
        "ADDRESS", "EMAIL_ADDRESS", "PHONE_NUMBER", "URL_WITH_IDENTITY",
    ),
    "devices": (
        "COOKIE_ID", "GPS_COORDINATES", "IMEI", "IP_ADDRESS", "LICENSE_PLATE", "MAC_ADDRESS",
        "VIN",
    ),
    "documents": (
        "DRIVER_LICENSE", "HEALTH_INSURANCE_ID", "PASSPORT", "VISA_NUMBER",
    ),
    "money": (
        "BANK_ACCOUNT", "CREDIT_CARD", "CRYPTO_WALLET", "IBAN_CODE", "SWIFT_CODE",
        "US_ABA_ROUTING",
    ),
    "national": (
        "AR_CUIT", "AT_SVNR", "AU_MEDICARE", "AU_TFN", "BE_NN", "BR_CNPJ", "BR_CPF", "CA_SIN",
        "CH_AHV", "CL_RUT", "CN_RIC", "CZ_RC", "DE_PERSONALAUSWEIS", "DE_STEUER_ID", "DK_CPR",
        "EE_IK", "ES_NIE", "ES_NIF", "FI_HETU", "FR_NIR", "GR_AFM", "IE_PPS", "IL_ID",
        "IN_AADHAAR", "IN_PAN", "IT_CODICE_FISCALE", "JP_MY_NUMBER", "KR_RRN", "MX_CURP",
        "NATIONAL_ID", "NL_BSN", "NO_FNR", "NZ_IRD", "PL_PESEL", "PT_NIF", "RO_CNP",
        "SE_PERSONNUMMER", "SG_NRIC", "TR_KIMLIK", "UK_NHS", "UK_NINO", "US_EIN", "US_ITIN",
        "US_MBI", "US_NPI", "US_SSN", "ZA_ID",
    ),
    "person": (
        "AGE", "DATE_OF_BIRTH", "GENDER", "NATIONALITY", "PERSON", "PHOTO_REFERENCE",
        "USERNAME",
    ),
    "secrets": (
        "API_TOKEN", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "CONNECTION_STRING", "JWT", "PASSWORD",
        "PASSWORD_HASH", "PRIVATE_KEY",
    ),
    "special": (
        "BIOMETRIC", "ETHNICITY", "HEALTH", "POLITICS", "RELIGION", "SEXUAL_ORIENTATION",
        "TRADE_UNION",
    ),
    "text": (
        "PII_IN_TEXT",
    ),
}  # fmt: skip
ENTITIES = tuple(entity for group in GROUPS.values() for entity in group)
