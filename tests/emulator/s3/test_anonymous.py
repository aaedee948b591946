"""Who signs nothing may do what a bucket's policy lets everybody do, and nothing else."""

from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from emulator.cloud import Cloud
from tests.emulator.arrange import Json, allow, make_bucket, make_key, policy
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient

OBJECTS, BUCKET = "arn:aws:s3:::zone/*", "arn:aws:s3:::zone"


def ask(cloud: Cloud, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, str]:
    request = Request(f"{cloud.endpoint}{path}", data=body, method=method)  # noqa: S310 - our own
    try:
        with urlopen(request) as answer:  # noqa: S310 - our own
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def open_bucket(client: MakeClient, *statements: Any) -> BotoClient:  # noqa: ANN401 - statements
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(Bucket="zone", Key="k", Body=b"public")
    s3.delete_public_access_block(Bucket="zone")
    s3.put_bucket_policy(Bucket="zone", Policy=policy(*statements))
    return s3


def test_everybody_reads_what_a_policy_opens_to_everybody(cloud: Cloud, client: MakeClient) -> None:
    open_bucket(client, allow("s3:GetObject", OBJECTS, Principal="*"))

    assert ask(cloud, "/zone/k") == (200, "public")
    for path, method in (("/zone", "GET"), ("/zone/k", "DELETE"), ("/zone/other", "PUT")):
        status, told = ask(cloud, path, method, b"x" if method == "PUT" else None)
        assert (status, "<Code>AccessDenied</Code>" in told) == (403, True)


@pytest.mark.parametrize(
    "named",
    [
        {"AWS": f"arn:aws:iam::{PRODUCER}:root"},
        {"Service": "cloudfront.amazonaws.com"},
    ],
)
def test_nobody_is_none_of_those_whom_a_policy_names(
    cloud: Cloud, client: MakeClient, named: Json
) -> None:
    open_bucket(client, allow("s3:GetObject", OBJECTS, Principal=named))

    assert ask(cloud, "/zone/k")[0] == 403


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}, 403),
        ({"Null": {"aws:PrincipalArn": "false"}}, 403),
        ({"StringEquals": {"aws:PrincipalType": "Anonymous"}}, 200),
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, 200),
    ],
)
def test_conditions_see_that_nobody_signed(
    cloud: Cloud, client: MakeClient, condition: Json, status: int
) -> None:
    open_bucket(client, allow("s3:GetObject", OBJECTS, Principal="*", Condition=condition))

    assert ask(cloud, "/zone/k")[0] == status


def test_a_restricted_bucket_keeps_nobody_out_of_its_public_policy(
    cloud: Cloud, client: MakeClient
) -> None:
    s3 = open_bucket(client, allow("s3:GetObject", OBJECTS, Principal="*"))

    s3.put_public_access_block(
        Bucket="zone", PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}
    )

    assert ask(cloud, "/zone/k")[0] == 403


def test_a_missing_key_shows_to_everybody_only_where_everybody_lists(
    cloud: Cloud, client: MakeClient
) -> None:
    s3 = open_bucket(client, allow("s3:GetObject", OBJECTS, Principal="*"))
    assert ask(cloud, "/zone/none")[0] == 403

    opened = policy(allow(["s3:GetObject", "s3:ListBucket"], [OBJECTS, BUCKET], Principal="*"))
    s3.put_bucket_policy(Bucket="zone", Policy=opened)

    assert ask(cloud, "/zone/none")[0] == 404


def test_what_a_key_encrypts_is_read_with_a_signature_only(
    cloud: Cloud, client: MakeClient
) -> None:
    s3 = open_bucket(client, allow("s3:GetObject", OBJECTS, Principal="*"))
    key = make_key(client, PRODUCER)
    s3.put_object(
        Bucket="zone", Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )

    status, told = ask(cloud, "/zone/k")

    assert (status, "require AWS Signature Version 4" in told) == (400, True)


def test_nobody_lists_or_makes_buckets(cloud: Cloud) -> None:
    assert ask(cloud, "/")[0] == 403
    assert ask(cloud, "/fresh", "PUT")[0] == 403
