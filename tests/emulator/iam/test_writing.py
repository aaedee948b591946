"""A policy that is not understood is refused where it is written."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Json, allow, make_bucket, make_key, make_role, policy, trust
from tests.emulator.conftest import PRODUCER, MakeClient

BROKEN = policy(allow("*", Principal="*", Condition={"StringIs": {"aws:PrincipalOrgID": "o"}}))
BROKEN_IDENTITY = policy(allow("*", Condition={"StringIs": {"aws:PrincipalOrgID": "o"}}))
BROKEN_TRUST = trust("*", Condition={"StringIs": {"aws:PrincipalOrgID": "o"}})
WRITES: tuple[tuple[str, str, Json, str], ...] = (
    (
        "iam",
        "put_role_policy",
        {"RoleName": "r", "PolicyName": "p", "PolicyDocument": BROKEN_IDENTITY},
        "MalformedPolicyDocument",
    ),
    (
        "iam",
        "create_role",
        {"RoleName": "new", "AssumeRolePolicyDocument": BROKEN_TRUST},
        "MalformedPolicyDocument",
    ),
    ("kms", "create_key", {"Policy": BROKEN}, "MalformedPolicyDocumentException"),
    ("s3", "put_bucket_policy", {"Bucket": "zone", "Policy": BROKEN}, "MalformedPolicy"),
    (
        "sqs",
        "create_queue",
        {"QueueName": "q", "Attributes": {"Policy": BROKEN}},
        "InvalidAttributeValue",
    ),
)


@pytest.mark.parametrize(("service", "method", "parameters", "code"), WRITES)
def test_an_unknown_operator_is_refused_by_name(
    client: MakeClient, service: str, method: str, parameters: Json, code: str
) -> None:
    make_role(client, PRODUCER, "r")
    make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError, match="StringIs") as refused:
        getattr(client(service, PRODUCER), method)(**parameters)

    assert refused.value.response["Error"]["Code"] == code


def test_a_topics_policy_is_checked_when_it_is_set(client: MakeClient) -> None:
    sns = client("sns", PRODUCER)
    topic = sns.create_topic(Name="t")["TopicArn"]

    with pytest.raises(ClientError, match="StringIs"):
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=BROKEN)


def test_understood_policies_pass(client: MakeClient) -> None:
    assert make_key(client, PRODUCER, allow("kms:Decrypt", Principal="*"))


NOBODY = {"AWS": f"arn:aws:iam::{PRODUCER}:role/nobody"}


@pytest.mark.parametrize(
    ("service", "method", "parameters", "code"),
    [
        (
            "iam",
            "create_role",
            {"RoleName": "new", "AssumeRolePolicyDocument": trust(NOBODY)},
            "MalformedPolicyDocument",
        ),
        (
            "kms",
            "create_key",
            {"Policy": policy(allow("kms:*", Principal=NOBODY))},
            "MalformedPolicyDocumentException",
        ),
        (
            "s3",
            "put_bucket_policy",
            {"Bucket": "zone", "Policy": policy(allow("s3:*", Principal=NOBODY))},
            "MalformedPolicy",
        ),
        (
            "sqs",
            "create_queue",
            {"QueueName": "q", "Attributes": {"Policy": policy(allow("sqs:*", Principal=NOBODY))}},
            "InvalidAttributeValue",
        ),
    ],
)
def test_a_policy_names_nobody_who_does_not_exist(
    client: MakeClient, service: str, method: str, parameters: Json, code: str
) -> None:
    make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError, match="Invalid principal in policy") as refused:
        getattr(client(service, PRODUCER), method)(**parameters)

    assert refused.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (allow("iam:GetRole", "arn:aws:s3:::zone/*"), "invalid action"),
        (allow("s3:GetObject", "arn:aws:s3:::other/*"), "invalid resource"),
        (
            allow("s3:GetObject", ["arn:aws:s3:::zone/a", "arn:aws:s3:::zone2/a"]),
            "invalid resource",
        ),
    ],
)
def test_a_buckets_policy_speaks_of_that_bucket(
    client: MakeClient, statement: Json, told: str
) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError, match=told):
        s3.put_bucket_policy(
            Bucket="zone", Policy=policy({**statement, "Principal": {"AWS": PRODUCER}})
        )


def test_a_trust_policy_allows_nothing_but_sessions(client: MakeClient) -> None:
    with pytest.raises(ClientError, match="may only specify STS AssumeRole actions"):
        make_role(client, PRODUCER, "new", trusts=trust({"AWS": PRODUCER}, Action="s3:*"))


def test_nobody_locks_himself_out_of_a_key_by_accident(client: MakeClient) -> None:
    kms = client("kms", PRODUCER)
    locked = policy(allow("kms:Encrypt", Principal={"AWS": PRODUCER}))
    key = make_key(client, PRODUCER)

    with pytest.raises(ClientError, match="will not allow you to update the key policy"):
        kms.create_key(Policy=locked)
    with pytest.raises(ClientError, match="will not allow you to update the key policy"):
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=locked)
    kms.put_key_policy(
        KeyId=key, PolicyName="default", Policy=locked, BypassPolicyLockoutSafetyCheck=True
    )


def test_a_boundary_that_does_not_exist_bounds_nobody(client: MakeClient) -> None:
    missing = f"arn:aws:iam::{PRODUCER}:policy/none"
    make_role(client, PRODUCER, "old")

    with pytest.raises(ClientError, match=r"NoSuchEntity.*does not exist or is not attachable"):
        make_role(client, PRODUCER, "new", PermissionsBoundary=missing)
    with pytest.raises(ClientError, match="NoSuchEntity"):
        client("iam", PRODUCER).put_role_permissions_boundary(
            RoleName="old", PermissionsBoundary=missing
        )
