"""A key is used by whom its policy names and whose own policies allow it, through a service too."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import allow, make_role, policy
from tests.emulator.conftest import PRODUCER, MakeClient
from tests.emulator.iam.things import QUEUE, REGION, make_things, url


@pytest.fixture(autouse=True)
def things(client: MakeClient) -> None:
    make_things(client)


@pytest.mark.parametrize(
    ("statements", "works"),
    [(("kms:Decrypt", "kms:GenerateDataKey"), True), (("kms:Decrypt",), False)],
)
def test_a_message_for_an_encrypted_queue_needs_its_key(
    client: MakeClient, statements: tuple[str, ...], *, works: bool
) -> None:
    key = client("kms", PRODUCER).create_key()["KeyMetadata"]["Arn"]
    sqs = client("sqs", PRODUCER)
    sqs.set_queue_attributes(QueueUrl=url(sqs), Attributes={"KmsMasterKeyId": key})
    via = {"StringEquals": {"kms:ViaService": f"sqs.{REGION}.amazonaws.com"}}
    sends = allow("sqs:SendMessage", QUEUE)
    role = make_role(client, PRODUCER, "worker", sends, allow(statements, key, Condition=via))

    if works:
        client("sqs", role).send_message(QueueUrl=url(sqs), MessageBody="x")
    else:
        with pytest.raises(ClientError, match="kms:GenerateDataKey"):
            client("sqs", role).send_message(QueueUrl=url(sqs), MessageBody="x")


def test_a_key_without_its_account_locks_even_the_administrator_out(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", allow("kms:*"))
    alone = policy(allow("kms:Encrypt", Principal={"AWS": role}))
    kms = client("kms", PRODUCER)
    key = kms.create_key(Policy=alone, BypassPolicyLockoutSafetyCheck=True)["KeyMetadata"]["Arn"]

    assert client("kms", role).encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]

    for who in (PRODUCER, role):
        with pytest.raises(ClientError, match="no resource-based policy allows"):
            client("kms", who).describe_key(KeyId=key)


def test_a_ciphertext_names_the_key_whose_right_it_needs(client: MakeClient) -> None:
    kms = client("kms", PRODUCER)
    key = kms.create_key()["KeyMetadata"]["Arn"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    may = make_role(client, PRODUCER, "worker", allow("kms:Decrypt", key))
    may_not = make_role(client, PRODUCER, "idle", allow("kms:Encrypt", key))

    assert client("kms", may).decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"
    with pytest.raises(ClientError, match="kms:Decrypt"):
        client("kms", may_not).decrypt(CiphertextBlob=sealed)
