"""A call that was signed for another region than the bucket's is sent there."""

import http.client
from urllib.parse import urlsplit

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from emulator.cloud import Cloud
from tests.emulator.arrange import make_bucket
from tests.emulator.conftest import PRODUCER, MakeClient


@pytest.mark.parametrize(
    ("region", "status", "code"),
    [
        ("eu-west-1", 301, "PermanentRedirect"),
        ("us-east-1", 400, "AuthorizationHeaderMalformed"),
    ],
)
def test_another_region_names_the_right_one(
    cloud: Cloud, client: MakeClient, region: str, status: int, code: str
) -> None:
    make_bucket(client, PRODUCER, "zone")
    who = cloud.administrator(PRODUCER)
    request = AWSRequest("GET", f"{cloud.endpoint}/zone?list-type=2")
    S3SigV4Auth(BotoCredentials(who.access_key, who.secret_key), "s3", region).add_auth(request)
    connection = http.client.HTTPConnection(urlsplit(cloud.endpoint).netloc)

    connection.request("GET", "/zone?list-type=2", None, dict(request.prepare().headers.items()))
    answer = connection.getresponse()

    told = answer.read().decode()
    assert (answer.status, f"<Code>{code}</Code>" in told) == (status, True)
    assert "<Region>eu-central-1</Region>" in told
    assert answer.headers["x-amz-bucket-region"] == "eu-central-1"
    connection.close()


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1"])
def test_a_client_of_aws_follows_to_the_buckets_region(client: MakeClient, region: str) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"x")
    elsewhere = client("s3", PRODUCER, region=region)

    assert elsewhere.get_object(Bucket="zone", Key="k")["Body"].read() == b"x"
    assert elsewhere.get_bucket_location(Bucket="zone")["LocationConstraint"] == "eu-central-1"
