"""A role that was deleted and made again is not the one that policies named."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Json, allow, make_bucket, make_key, make_role, policy, trust
from tests.emulator.conftest import GOVERNANCE, PRODUCER, BotoClient, MakeClient

READER = {"AWS": f"arn:aws:iam::{GOVERNANCE}:role/reader"}
RIGHTS = allow(["s3:GetObject", "kms:Encrypt", "sqs:SendMessage", "sts:AssumeRole"])


def make_reader(client: MakeClient) -> str:
    return make_role(client, GOVERNANCE, "reader", RIGHTS)


def make_again(client: MakeClient) -> str:
    iam = client("iam", GOVERNANCE)
    iam.delete_role_policy(RoleName="reader", PolicyName="inline")
    iam.delete_role(RoleName="reader")
    return make_reader(client)


def shared_bucket(client: MakeClient, principal: object = READER) -> BotoClient:
    shared = policy(allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal=principal))
    s3 = make_bucket(client, PRODUCER, "zone", shared)
    s3.put_object(Bucket="zone", Key="k", Body=b"x")
    return s3


def test_a_bucket_forgets_a_deleted_role_until_its_policy_is_put_again(client: MakeClient) -> None:
    reader = make_reader(client)
    s3 = shared_bucket(client, {"AWS": [READER["AWS"], f"arn:aws:iam::{PRODUCER}:root"]})
    assert client("s3", reader).get_object(Bucket="zone", Key="k")

    reader = make_again(client)

    with pytest.raises(ClientError, match="no resource-based policy"):
        client("s3", reader).get_object(Bucket="zone", Key="k")
    assert READER["AWS"] not in s3.get_bucket_policy(Bucket="zone")["Policy"]
    again = policy(allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal=READER))
    s3.put_bucket_policy(Bucket="zone", Policy=again)
    assert client("s3", reader).get_object(Bucket="zone", Key="k")


def test_an_account_or_a_condition_names_the_new_role_too(client: MakeClient) -> None:
    make_reader(client)
    named = {"ArnEquals": {"aws:PrincipalArn": READER["AWS"]}}
    shared = allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal="*", Condition=named)
    s3 = shared_bucket(client)
    s3.put_bucket_policy(Bucket="zone", Policy=policy(shared))

    assert client("s3", make_again(client)).get_object(Bucket="zone", Key="k")


def test_a_key_a_queue_and_a_role_forget_a_deleted_role(client: MakeClient) -> None:
    reader = make_reader(client)
    key = make_key(client, PRODUCER, allow("kms:Encrypt", Principal=READER))
    queue = f"arn:aws:sqs:eu-central-1:{PRODUCER}:q"
    takes = policy(allow("sqs:SendMessage", queue, Principal=READER))
    sqs = client("sqs", PRODUCER)
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": takes})["QueueUrl"]
    target = make_role(client, PRODUCER, "target", trusts=trust(READER))

    def use(who: str) -> list[str]:
        asked: tuple[tuple[str, str, dict[str, Json]], ...] = (
            ("kms", "encrypt", {"KeyId": key, "Plaintext": b"x"}),
            ("sqs", "send_message", {"QueueUrl": url, "MessageBody": "x"}),
            ("sts", "assume_role", {"RoleArn": target, "RoleSessionName": "session"}),
        )
        return [one[0] for one in asked if is_refused(client(one[0], who), *one[1:])]

    assert use(reader) == []
    assert use(make_again(client)) == ["kms", "sqs", "sts"]


def is_refused(caller: BotoClient, operation: str, given: dict[str, Json]) -> bool:
    try:
        getattr(caller, operation)(**given)
    except ClientError as error:
        return "AccessDenied" in str(error)
    return False
