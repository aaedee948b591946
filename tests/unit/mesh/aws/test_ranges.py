"""Exactly the version that was named arrives whole, in parts that come in any order."""

import tempfile
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from emulator.accounts import Organisation, Seed
from emulator.server import start
from mesh.aws.ranges import PART, copy_version
from mesh.publishing.landing import ObjectVersion

BUCKET = "files"


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    organisation = Organisation(
        id="o-range000001", management_account="100000000000", members=frozenset()
    )
    with start(seed=Seed(organisation=organisation), services=("sts", "s3")) as running:
        administrator = running.cloud.administrator("200000000001")
        client = boto3.client(
            "s3",
            region_name=running.cloud.region,
            endpoint_url=running.cloud.endpoint,
            aws_access_key_id=administrator.access_key,
            aws_secret_access_key=administrator.secret_key,
        )
        region = {"LocationConstraint": running.cloud.region}
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=region)  # type: ignore[arg-type]
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield client


@pytest.mark.parametrize("size", [0, 1, PART, 2 * PART + 5])
def test_a_version_arrives_whole_though_a_newer_one_is_there(s3: Any, size: int) -> None:  # noqa: ANN401
    # Every part is another one: a part in the wrong place would show.
    content = b"".join(b"%08d" % number for number in range(size // 8 + 1))[:size]
    version = s3.put_object(Bucket=BUCKET, Key="a/b.csv", Body=content)["VersionId"]
    s3.put_object(Bucket=BUCKET, Key="a/b.csv", Body=b"newer")
    asked = []
    s3.meta.events.register(
        "before-parameter-build.s3.GetObject", lambda params, **_: asked.append(params)
    )

    with tempfile.TemporaryFile() as file:
        named = ObjectVersion(bucket=BUCKET, key="a/b.csv", version_id=version, sequencer="1")
        copy_version(s3, named, file)
        file.seek(0)
        copied = file.read()

    assert copied == content
    assert len(asked) == max(1, -(-size // PART))
    assert all(each["VersionId"] == version and each["Range"] for each in asked)


def test_a_version_that_is_gone_is_an_error_and_no_empty_file(s3: Any) -> None:  # noqa: ANN401
    gone = ObjectVersion(bucket=BUCKET, key="none", version_id="v", sequencer="1")

    with tempfile.TemporaryFile() as file, pytest.raises(s3.exceptions.ClientError):
        copy_version(s3, gone, file)
