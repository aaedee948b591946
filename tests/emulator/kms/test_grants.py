"""A grant lets its principal use a key without a word in a policy, until it is taken back."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Json, allow, deny, make_key, make_role, policy
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient
from tests.emulator.iam.things import session_of


@pytest.fixture
def owner(client: MakeClient) -> BotoClient:
    return client("kms", PRODUCER)


@pytest.fixture
def key(client: MakeClient) -> str:
    return make_key(client, PRODUCER)


def grant(owner: BotoClient, key: str, to: str, *operations: str, **more: Json) -> Any:  # noqa: ANN401 - boto3's
    asked = {"KeyId": key, "GranteePrincipal": to, "Operations": list(operations)}
    return owner.create_grant(**asked, **more)


def code(act: BotoClient, **asked: object) -> str:
    with pytest.raises(ClientError) as raised:
        act(**asked)
    return str(raised.value.response["Error"]["Code"])


def test_a_grant_is_enough_for_what_it_lists(
    client: MakeClient, owner: BotoClient, key: str
) -> None:
    role = make_role(client, PRODUCER, "worker")
    kms = client("kms", role)
    assert code(kms.encrypt, KeyId=key, Plaintext=b"x") == "AccessDeniedException"

    grant(owner, key, role, "Encrypt")

    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert code(kms.decrypt, CiphertextBlob=sealed) == "AccessDeniedException"


def test_a_grant_reaches_a_role_of_another_account_without_its_policies(
    client: MakeClient, owner: BotoClient, key: str
) -> None:
    role = make_role(client, CONSUMER, "reader")
    sealed = owner.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]

    grant(owner, key, role, "Decrypt")

    assert client("kms", role).decrypt(CiphertextBlob=sealed, KeyId=key)["Plaintext"] == b"x"


def test_a_deny_outweighs_a_grant(client: MakeClient, owner: BotoClient, key: str) -> None:
    role = make_role(client, PRODUCER, "worker", deny("kms:Encrypt"))

    grant(owner, key, role, "Encrypt")

    assert code(client("kms", role).encrypt, KeyId=key, Plaintext=b"x") == "AccessDeniedException"


@pytest.mark.parametrize(
    ("constraint", "context", "allowed"),
    [
        ({"EncryptionContextSubset": {"a": "1"}}, {"a": "1", "b": "2"}, True),
        ({"EncryptionContextSubset": {"a": "1"}}, {"b": "2"}, False),
        ({"EncryptionContextSubset": {"a": "1"}}, {}, False),
        ({"EncryptionContextEquals": {"a": "1"}}, {"a": "1"}, True),
        ({"EncryptionContextEquals": {"a": "1"}}, {"a": "1", "b": "2"}, False),
    ],
)
def test_a_constraint_asks_for_its_encryption_context(
    client: MakeClient,
    owner: BotoClient,
    key: str,
    constraint: Json,
    context: Json,
    *,
    allowed: bool,
) -> None:
    role = make_role(client, PRODUCER, "worker")
    grant(owner, key, role, "Encrypt", Constraints=constraint)
    asked = {"KeyId": key, "Plaintext": b"x", "EncryptionContext": context}

    if allowed:
        assert client("kms", role).encrypt(**asked)["KeyId"] == key
    else:
        assert code(client("kms", role).encrypt, **asked) == "AccessDeniedException"


def test_a_revoked_grant_gives_nothing(client: MakeClient, owner: BotoClient, key: str) -> None:
    role = make_role(client, PRODUCER, "worker")
    made = grant(owner, key, role, "Encrypt", Name="once")
    listed = owner.list_grants(KeyId=key)["Grants"]
    assert [(one["GrantId"], one["Name"], one["KeyId"]) for one in listed] == [
        (made["GrantId"], "once", key)
    ]

    owner.revoke_grant(KeyId=key, GrantId=made["GrantId"])

    assert owner.list_grants(KeyId=key)["Grants"] == []
    assert code(client("kms", role).encrypt, KeyId=key, Plaintext=b"x") == "AccessDeniedException"
    assert code(owner.revoke_grant, KeyId=key, GrantId=made["GrantId"]) == "NotFoundException"


def test_only_whom_a_grant_names_for_it_retires_it(
    client: MakeClient, owner: BotoClient, key: str
) -> None:
    worker, other = (make_role(client, PRODUCER, name) for name in ("worker", "other"))
    first = grant(owner, key, worker, "Encrypt", RetiringPrincipal=other)
    second = grant(owner, key, worker, "Encrypt", "RetireGrant")
    grantee, retiring = client("kms", worker), client("kms", other)
    assert [
        one["GrantId"] for one in owner.list_retirable_grants(RetiringPrincipal=other)["Grants"]
    ] == [first["GrantId"]]

    refusal = code(grantee.retire_grant, GrantToken=first["GrantToken"])
    retiring.retire_grant(GrantToken=first["GrantToken"])
    grantee.retire_grant(KeyId=key, GrantId=second["GrantId"])

    assert refusal == "AccessDeniedException"
    assert owner.list_grants(KeyId=key)["Grants"] == []


def test_a_grant_needs_the_right_to_give_it(client: MakeClient, key: str) -> None:
    giver = make_role(
        client,
        PRODUCER,
        "giver",
        allow(
            "kms:CreateGrant",
            key,
            Condition={"ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]}},
        ),
    )
    kms = client("kms", giver)

    grant(kms, key, giver, "Decrypt")

    wider = {"KeyId": key, "GranteePrincipal": giver, "Operations": ["Decrypt", "Encrypt"]}
    assert code(kms.create_grant, **wider) == "AccessDeniedException"


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"GranteePrincipal": f"arn:aws:iam::{PRODUCER}:role/nobody"}, "InvalidArnException"),
        ({"Operations": ["CreateGrant"]}, "NotImplemented"),
    ],
)
def test_what_cannot_be_granted_is_refused(
    client: MakeClient, owner: BotoClient, key: str, asked: Json, refusal: str
) -> None:
    role = make_role(client, PRODUCER, "worker")
    wanted = {"KeyId": key, "GranteePrincipal": role, "Operations": ["Encrypt"], **asked}

    assert code(owner.create_grant, **wanted) == refusal


def test_a_role_made_again_has_no_grant(client: MakeClient, owner: BotoClient, key: str) -> None:
    role = make_role(client, PRODUCER, "worker")
    grant(owner, key, role, "Encrypt")

    client("iam", PRODUCER).delete_role(RoleName="worker")
    make_role(client, PRODUCER, "worker")

    assert code(client("kms", role).encrypt, KeyId=key, Plaintext=b"x") == "AccessDeniedException"


def test_a_session_policy_bounds_a_grant(client: MakeClient, owner: BotoClient, key: str) -> None:
    role = make_role(client, PRODUCER, "worker")
    grant(owner, key, role, "Encrypt")
    sts = client("sts", PRODUCER)

    given = sts.assume_role(
        RoleArn=role, RoleSessionName="session", Policy=policy(allow("kms:DescribeKey"))
    )

    assert (
        code(client("kms", session_of(given)).encrypt, KeyId=key, Plaintext=b"x")
        == "AccessDeniedException"
    )
