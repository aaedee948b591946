"""An HMAC key gives the same code for the same message, to whoever its policy lets use it."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import make_key
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient


@pytest.fixture
def kms(client: MakeClient) -> BotoClient:
    return client("kms", PRODUCER)


@pytest.fixture
def key(kms: BotoClient) -> str:
    made = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    return str(made["KeyMetadata"]["Arn"])


def mac(kms: BotoClient, key: str, message: bytes) -> bytes:
    answer = kms.generate_mac(KeyId=key, MacAlgorithm="HMAC_SHA_256", Message=message)
    return bytes(answer["Mac"])


def test_a_message_has_one_code_by_id_arn_and_alias(kms: BotoClient, key: str) -> None:
    kms.create_alias(AliasName="alias/tokens", TargetKeyId=key)

    found = {mac(kms, name, b"m") for name in (key, key.rsplit("/", 1)[1], "alias/tokens")}

    assert [len(code) for code in found] == [32]


def test_another_message_or_key_has_another_code(kms: BotoClient, key: str) -> None:
    other = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")

    codes = {mac(kms, key, b"m"), mac(kms, key, b"n"), mac(kms, other["KeyMetadata"]["Arn"], b"m")}

    assert len(codes) == 3


def test_a_key_that_encrypts_makes_no_codes(kms: BotoClient, client: MakeClient) -> None:
    with pytest.raises(ClientError, match="InvalidKeyUsageException"):
        mac(kms, make_key(client, PRODUCER), b"m")


def test_a_disabled_key_makes_no_codes(kms: BotoClient, key: str) -> None:
    kms.disable_key(KeyId=key)

    with pytest.raises(ClientError, match="DisabledException"):
        mac(kms, key, b"m")
