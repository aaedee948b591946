"""Secrets are found wherever they stand; what only its column tells is found there."""

import pytest

from tests.unit.mesh.pii.test_engine import found_in

# Written in parts, so that no reader takes them for real ones.
SECRETS = [
    ("AWS_ACCESS_KEY", "AKIA" + "IOSFODNN7EXAMPLE"),
    ("AWS_SECRET_KEY", "aws_secret_access_key = wJalrXUtnFEMI/" + "K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ("PRIVATE_KEY", "-----BEGIN RSA PRIVATE" + " KEY----- MIIE"),
    ("JWT", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"),
    ("API_TOKEN", "token ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"),
    ("API_TOKEN", "xoxb-" + "123456789012-abcdefGHIJKL"),
    ("CONNECTION_STRING", "postgres://app:" + "s3cr3t@db.example.org/x"),
    ("CONNECTION_STRING", "Server=db;Database=x;User=app;Password=" + "s3cr3t"),
    ("PASSWORD_HASH", "$2b$12$" + "R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"),
    ("PASSWORD", "the password is hunter2!"),
    ("CRYPTO_WALLET", "pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT now"),
    ("CRYPTO_WALLET", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ("MAC_ADDRESS", "from 00:1B:44:11:3A:B7"),
    ("MAC_ADDRESS", "00-1B-44-11-3A-B7"),
    ("MAC_ADDRESS", "00:11:22:33:44:55"),
    ("GPS_COORDINATES", "at 52.5163, 13.3777"),
    ("URL_WITH_IDENTITY", "https://example.org/x?email=someone"),
]
COLUMNS = [
    ("DATE_OF_BIRTH", "birth_date", ["1985-10-02", "1990-01-31"]),
    ("DATE_OF_BIRTH", "dob", ["02/10/1985", "31.1.1990"]),
    ("AGE", "customer.age", ["31", "7"]),
    ("GENDER", "gender", ["F", "male"]),
    ("NATIONALITY", "nationality", ["French", "DE"]),
    ("USERNAME", "userName", ["jdoe85", "anna.b"]),
    ("PHOTO_REFERENCE", "profile_photo", ["https://example.org/a.jpg", "b.png"]),
    ("LICENSE_PLATE", "license_plate", ["B-AB 1234", "7ABC123"]),
    ("COOKIE_ID", "cookie_id", ["GA1.2.1234.5678", "a81bc81b-dead-4e5d"]),
    ("SWIFT_CODE", "swift_code", ["DEUTDEFF", "DEUTDEFF500"]),
    ("BANK_ACCOUNT", "account_number", ["123456789", "12 3456 789"]),
    ("PASSPORT", "passport_no", ["C01X00T47", "123456789"]),
    ("DRIVER_LICENSE", "drivers_license", ["D1234567", "S-123-456-7890"]),
    ("VISA_NUMBER", "visa_number", ["A1234567", "12345678"]),
    ("HEALTH_INSURANCE_ID", "health_insurance_no", ["A123456780", "X12-345-678"]),
    ("IT_CODICE_FISCALE", "codiceFiscale", ["RSSMRA75C12F205X", "VRDNNA58S42F205Z"]),
    ("ES_NIF", "dni", ["3989293", "10714788"]),
    ("BR_CPF", "cpf_cliente", ["111.222.333-00", "123.456.789-01"]),
    ("PASSWORD", "mot_de_passe", ["hunter2", "soleil-99"]),
    ("DATE_OF_BIRTH", "dt_nasc", ["1985-10-02", "1990-01-31"]),
    ("USERNAME", "nombre_usuario", ["jdoe85", "anna.b"]),
    ("ADDRESS", "street", ["12 Main St", "Hauptstr. 5"]),
    ("ADDRESS", "c7", ["12 Main Street", "4 Elm Avenue, Springfield"]),
    ("PASSWORD", "password", ["hunter2", "correct-horse"]),
    ("PASSWORD_HASH", "password_hash", ["5f4dcc3b5aa765d61d8327deb882cf99"] * 2),
    ("PASSWORD_HASH", "passwordHash", ["m4dppKdClZotApjDb7cGI/LfrNqENiN98I2N/Vs3N0w="] * 2),
    ("PASSWORD_HASH", "pwd_hash", ["0cc175b9c0f1b6a831c399e2" * 8] * 2),
    ("PASSWORD_HASH", "password", ["0cc175b9c0f1b6a831c399e2" * 4 + ".0cc175b9c0f1b6a8"] * 2),
    ("API_TOKEN", "api_key", ["Z0wa1SbDbRQl", "OdXLeD"]),
    ("API_TOKEN", "clientSecret", ["0cc175b9c0f1b6a831c399e2", "b6a831c399e20cc175b9c0f1"]),
    ("IBAN_CODE", "from_iban", ["GR100000000000000001", "DE10 0000 0000 0000 0000 02"]),
    ("CREDIT_CARD", "pan", ["544 58654 54343 384", "4024007145845968"]),
    ("LICENSE_PLATE", "matricula", ["1234 BCD", "AA-12-34"]),
    ("HEALTH", "diagnosis", ["asthma", "diabetes"]),
    ("RELIGION", "religion", ["Buddhist", "none"]),
    ("POLITICS", "political_party", ["Greens", "Labour"]),
    ("ETHNICITY", "ethnicity", ["Han", "Roma"]),
    ("SEXUAL_ORIENTATION", "sexual_orientation", ["gay", "straight"]),
    ("TRADE_UNION", "union_member", ["yes", "no"]),
    ("BIOMETRIC", "fingerprint", ["Rk1SACAyMAAAAAD8", "Rk1SACAyMAAAAAD9"]),
    ("GPS_COORDINATES", "lat", ["52.5163", "48.8566"]),
]


@pytest.mark.parametrize(("kind", "text"), SECRETS, ids=lambda value: value[:14])
def test_one_secret_among_many_texts_is_found(kind: str, text: str) -> None:
    found = found_in(["nothing to see in this row"] * 200 + [text])

    assert (found[kind].count, found[kind].rows) == (1, (201,))


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "A" * 16,
        "eyJub3RoaW5nIjoxfQ.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "password: ********",
        "https://example.org/path?page=2",
        "00:00:00:00:00:00",
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyU",
        "the password is required",
    ],
)
def test_what_only_looks_like_a_secret_is_left_alone(text: str) -> None:
    assert found_in([text] * 3) == {}


@pytest.mark.parametrize(("kind", "column", "values"), COLUMNS, ids=lambda v: str(v)[:18])
def test_a_kind_is_told_by_its_column(kind: str, column: str, values: list[str]) -> None:
    found = found_in(values * 10, column)[kind]

    assert (found.count, found.share) == (20, 1.0)
    assert found.why


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("age_verified", ["true", "false"]),
        ("passport_country", ["DE", "FR"]),
        ("ip_address_count", ["12", "13"]),
        ("birth_year_flag", ["0", "1"]),
        ("academic_year_code", ["2019", "2020"]),
        ("email_verified", ["yes", "no"]),
        ("num_phones", ["1234567", "7654321"]),
        ("password_reset_date", ["2020-01-01", "2020-01-02"]),
        ("lastPasswordChangeAt", ["2025-05-10T17:43:44.690Z", "2025-07-19T03:51:49.010Z"]),
        ("temporary_password", ["true", "false"]),
        ("old_password", ["2025-05-10T17:43:44.690Z", "2025-07-19T03:51:49.010Z"]),
        ("phone_calls[].created_at", ["2025-12-05T00:02:53.146560+00:00"]),
        ("api_key_id", ["Z0wa1SbDbRQl", "Y7PoiX83Wrc"]),
        ("api_key_name", ["production", "laptop"]),
        ("use_api_key", ["true", "false"]),
        ("access_token", ["stored elsewhere", "n/a"]),
        ("iban_type", ["GR100000000000000001", "GR100000000000000002"]),
        ("loyalty_card_number", ["100000000001", "100000000002"]),
        ("matricula", ["VEN-1-1999", "ativo", "20231234"]),
    ],
)
def test_a_property_of_personal_data_is_none(column: str, values: list[str]) -> None:
    assert found_in(values * 10, column) == {}


def test_what_names_nobody_is_an_attribute() -> None:
    assert found_in(["31", "7"] * 5, "age")["AGE"].category == "attribute"
    assert found_in(["1985-10-02"] * 5, "dob")["DATE_OF_BIRTH"].category == "personal"
