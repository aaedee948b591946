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
