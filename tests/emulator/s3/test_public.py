"""A bucket blocks public access until its owner says otherwise."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Json, allow, make_bucket, make_role, policy
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient

READS = allow("s3:GetObject", "arn:aws:s3:::zone/*")


def opened(principal: Json, **condition: Json) -> str:
    more = {"Condition": condition} if condition else {}
    return policy({**READS, "Principal": principal, **more})


@pytest.mark.parametrize(
    "public",
    [
        opened("*"),
        opened({"AWS": "*"}),
        opened("*", StringLike={"aws:PrincipalOrgID": "o-*"}),
        opened("*", StringNotEquals={"aws:PrincipalOrgID": "o-airmesh0001"}),
        opened("*", StringEqualsIfExists={"aws:PrincipalOrgID": "o-airmesh0001"}),
        opened("*", IpAddress={"aws:SourceIp": "0.0.0.0/1"}),
        opened("*", Bool={"aws:SecureTransport": "true"}),
    ],
)
def test_a_new_bucket_takes_no_public_policy(client: MakeClient, public: str) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError, match=r"AccessDenied.*BlockPublicPolicy"):
        s3.put_bucket_policy(Bucket="zone", Policy=public)

    s3.delete_public_access_block(Bucket="zone")
    s3.put_bucket_policy(Bucket="zone", Policy=public)


@pytest.mark.parametrize(
    "closed",
    [
        opened({"AWS": CONSUMER}),
        opened({"Service": "cloudtrail.amazonaws.com"}),
        opened("*", StringEquals={"aws:PrincipalOrgID": "o-airmesh0001"}),
        opened("*", IpAddress={"aws:SourceIp": "10.0.0.0/8"}),
    ],
)
def test_a_policy_for_known_ones_is_not_public(client: MakeClient, closed: str) -> None:
    make_bucket(client, PRODUCER, "zone").put_bucket_policy(Bucket="zone", Policy=closed)


def read(reader: BotoClient) -> bytes:
    return bytes(reader.get_object(Bucket="zone", Key="k")["Body"].read())


def test_a_restricted_bucket_keeps_its_public_policy_to_its_own_account(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(Bucket="zone", Key="k", Body=b"x")
    s3.delete_public_access_block(Bucket="zone")
    s3.put_bucket_policy(Bucket="zone", Policy=opened("*"))
    stranger = client("s3", make_role(client, CONSUMER, "stranger", READS))
    assert read(stranger) == b"x"

    restricts = {"RestrictPublicBuckets": True}
    s3.put_public_access_block(Bucket="zone", PublicAccessBlockConfiguration=restricts)

    with pytest.raises(ClientError, match="AccessDenied"):
        read(stranger)
    assert read(client("s3", make_role(client, PRODUCER, "own"))) == b"x"
