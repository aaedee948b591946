"""Clients other than boto3 name buckets in the host and send bodies in pieces."""

import hashlib
import http.client
from typing import NamedTuple
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials

from emulator.cloud import Cloud
from tests.emulator.arrange import make_bucket
from tests.emulator.conftest import PRODUCER, MakeClient


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


def send(cloud: Cloud, request: AWSRequest, body: bytes = b"") -> Answer:
    given = cloud.administrator(PRODUCER)
    keys = ReadOnlyCredentials(given.access_key, given.secret_key, None)
    S3SigV4Auth(keys, "s3", cloud.region).add_auth(request)
    target = urlsplit(str(request.url))
    # The name before .localhost resolves on some machines only, so the host travels by header.
    connection = http.client.HTTPConnection("localhost", urlsplit(cloud.endpoint).port or 0)
    headers = {**dict(request.headers.items()), "Host": target.netloc}
    connection.request(str(request.method), target.path, body=body, headers=headers)
    response = connection.getresponse()
    answer = Answer(response.status, response.read())
    connection.close()
    return answer


def test_a_bucket_in_the_host_is_the_same_bucket(cloud: Cloud, client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="a/b", Body=b"x")
    port = urlsplit(cloud.endpoint).port
    request = AWSRequest("GET", f"http://zone.localhost:{port}/a/b")

    answer = send(cloud, request)

    assert answer == (200, b"x")


def test_a_body_in_pieces_with_a_trailer_is_put_together(cloud: Cloud, client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    content = b"0123456789" * 10
    pieces = b"64\r\n" + content + b"\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"
    request = AWSRequest(
        "PUT",
        f"{cloud.endpoint}/zone/k",
        headers={
            "Content-Encoding": "aws-chunked",
            "X-Amz-Trailer": "x-amz-checksum-crc32",
            "X-Amz-Decoded-Content-Length": str(len(content)),
        },
    )
    request.context["checksum"] = {"request_algorithm": {"in": "trailer"}}

    answer = send(cloud, request, pieces)

    assert answer.status == 200
    stored = s3.get_object(Bucket="zone", Key="k")["Body"].read()
    assert hashlib.sha256(stored).digest() == hashlib.sha256(content).digest()
