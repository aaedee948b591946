"""Whoever cannot prove who they are is refused in the words of the service they asked."""

import urllib.error
import urllib.request
from collections.abc import Mapping

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from emulator.credentials import Credentials
from tests.emulator.arrange import allow, make_bucket, make_role
from tests.emulator.conftest import PRODUCER, MakeClient

KEY = "ordner/a b+ü.csv"


def call(client: MakeClient, service: str, who: Credentials) -> None:
    calls = {"sqs": "list_queues", "s3": "list_buckets", "iam": "list_roles", "kms": "list_keys"}
    getattr(client(service, who), calls[service])()


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("sqs", "InvalidSignatureException"),
        ("kms", "InvalidSignatureException"),
        ("s3", "SignatureDoesNotMatch"),
        ("iam", "SignatureDoesNotMatch"),
    ],
)
def test_a_wrong_secret_is_refused(
    cloud: Cloud, client: MakeClient, service: str, code: str
) -> None:
    key = cloud.administrator(PRODUCER).access_key

    with pytest.raises(ClientError) as refused:
        call(client, service, Credentials(access_key=key, secret_key="guess"))

    assert refused.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("sqs", "UnrecognizedClientException"),
        ("kms", "UnrecognizedClientException"),
        ("s3", "InvalidAccessKeyId"),
        ("iam", "InvalidClientTokenId"),
    ],
)
def test_a_key_that_nobody_holds_is_refused(client: MakeClient, service: str, code: str) -> None:
    with pytest.raises(ClientError) as refused:
        call(client, service, Credentials(access_key="AKIA" + "X" * 16, secret_key="x"))

    assert refused.value.response["Error"]["Code"] == code


def test_a_session_without_its_token_is_refused(cloud: Cloud, client: MakeClient) -> None:
    session = cloud.session(make_role(client, PRODUCER, "r", allow("*")), "s")
    stripped = Credentials(access_key=session.access_key, secret_key=session.secret_key)

    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        call(client, "iam", stripped)


def test_a_changed_body_is_refused(client: MakeClient) -> None:
    sqs = client("sqs", PRODUCER)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]

    sqs.meta.events.register("before-send.sqs.SendMessage", _tamper)

    with pytest.raises(ClientError, match="InvalidSignature"):
        sqs.send_message(QueueUrl=url, MessageBody="small")


def _tamper(request: AWSPreparedRequest, **_: object) -> None:
    assert isinstance(request.body, bytes)
    request.body = request.body.replace(b"small", b"large")


def fetch(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    method = "GET" if body is None else "PUT"
    request = urllib.request.Request(url, data=body, method=method, headers=dict(headers or {}))  # noqa: S310 - the test's own server
    with urllib.request.urlopen(request) as response:  # noqa: S310
        content: bytes = response.read()
        return content


@pytest.mark.parametrize("version", ["s3", "s3v4"])
@pytest.mark.parametrize("as_role", [False, True])
def test_presigned_urls_read_and_write(client: MakeClient, version: str, *, as_role: bool) -> None:
    make_bucket(client, PRODUCER, "zone")
    who = make_role(client, PRODUCER, "r", allow("s3:*")) if as_role else PRODUCER
    s3 = client("s3", who, signature_version=version)
    names = {"Bucket": "zone", "Key": KEY}

    fetch(s3.generate_presigned_url("put_object", Params=names), b"a=b", {"Content-Type": ""})

    assert fetch(s3.generate_presigned_url("get_object", Params=names)) == b"a=b"


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_presigned_url_is_for_that_object_only_and_ends(client: MakeClient, version: str) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"x")
    s3 = client("s3", PRODUCER, signature_version=version)
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "zone", "Key": "k"})
    over = s3.generate_presigned_url(
        "get_object", Params={"Bucket": "zone", "Key": "k"}, ExpiresIn=-1
    )

    for forged in (url.replace("/k?", "/other?"), over):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            fetch(forged)


def test_a_presigned_form_upload_keeps_its_body(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    signer = client("s3", PRODUCER, signature_version="s3v4")
    url = signer.generate_presigned_url("put_object", Params={"Bucket": "zone", "Key": "k"})

    fetch(url, b"a=b", {"Content-Type": "application/x-www-form-urlencoded"})

    assert s3.get_object(Bucket="zone", Key="k")["Body"].read() == b"a=b"


@pytest.mark.parametrize("header", ["x-amz-acl", "x-amz-tagging", "x-amz-copy-source"])
def test_a_presigned_url_carries_out_only_what_was_signed(client: MakeClient, header: str) -> None:
    make_bucket(client, PRODUCER, "zone")
    signer = client("s3", PRODUCER, signature_version="s3v4")
    url = signer.generate_presigned_url("put_object", Params={"Bucket": "zone", "Key": "k"})
    plain = {"Content-Type": ""}
    fetch(url, b"x", plain)

    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(url, b"x", {**plain, header: "zone/k"})

    assert b"headers present in the request which were not signed" in refused.value.read()
