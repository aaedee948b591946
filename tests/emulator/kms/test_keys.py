"""A key answers to its id and its ARN, and does nothing while it is disabled."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import allow, make_bucket, make_key, make_role
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient


@pytest.fixture
def kms(client: MakeClient) -> BotoClient:
    return client("kms", PRODUCER)


@pytest.fixture
def key(client: MakeClient) -> str:
    return make_key(client, PRODUCER)


def state(kms: BotoClient, key: str) -> Any:  # noqa: ANN401 - boto3's
    return kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]


def refused(act: BotoClient, **asked: object) -> str:
    with pytest.raises(ClientError) as raised:
        act(**asked)
    return str(raised.value.response["Error"]["Code"])


def test_a_key_is_disabled_and_enabled_by_its_arn(kms: BotoClient, key: str) -> None:
    kms.disable_key(KeyId=key)
    assert state(kms, key) == "Disabled"

    kms.enable_key(KeyId=key)
    assert state(kms, key) == "Enabled"


def test_a_deletion_is_scheduled_and_called_off_by_arn(kms: BotoClient, key: str) -> None:
    assert kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)["KeyId"] == key
    assert state(kms, key) == "PendingDeletion"

    assert kms.cancel_key_deletion(KeyId=key)["KeyId"] == key
    assert state(kms, key) == "Disabled"


def test_a_disabled_key_neither_encrypts_nor_decrypts(kms: BotoClient, key: str) -> None:
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    kms.disable_key(KeyId=key)

    assert refused(kms.encrypt, KeyId=key, Plaintext=b"x") == "DisabledException"
    assert refused(kms.decrypt, CiphertextBlob=sealed) == "DisabledException"
    assert refused(kms.generate_data_key, KeyId=key, KeySpec="AES_256") == "DisabledException"


def test_a_key_that_waits_for_its_deletion_is_neither_used_nor_enabled(
    kms: BotoClient, key: str
) -> None:
    kms.schedule_key_deletion(KeyId=key)

    assert refused(kms.encrypt, KeyId=key, Plaintext=b"x") == "KMSInvalidStateException"
    assert refused(kms.enable_key, KeyId=key) == "KMSInvalidStateException"
    assert refused(kms.schedule_key_deletion, KeyId=key) == "KMSInvalidStateException"


def test_no_deletion_is_called_off_that_nobody_asked_for(kms: BotoClient, key: str) -> None:
    assert refused(kms.cancel_key_deletion, KeyId=key) == "KMSInvalidStateException"


def test_a_ciphertext_leads_to_another_accounts_key(client: MakeClient) -> None:
    reader = make_role(client, CONSUMER, "reader", allow("kms:Decrypt"))
    key = make_key(client, PRODUCER, allow("kms:Decrypt", Principal={"AWS": reader}))
    sealed = client("kms", PRODUCER).encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]

    assert client("kms", reader).decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"


def test_s3_uses_no_disabled_key(client: MakeClient, kms: BotoClient, key: str) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    kms.disable_key(KeyId=key)
    locked = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}

    assert refused(s3.put_object, Bucket="zone", Key="a", Body=b"x", **locked) == (
        "KMS.DisabledException"
    )
