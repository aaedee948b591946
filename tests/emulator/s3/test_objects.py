"""Objects are stored, versioned, encrypted and announced as S3 does."""

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from tests.emulator.arrange import allow, make_bucket, make_key, make_role
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient


def test_a_body_comes_back_byte_for_byte(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    body = bytes(range(256)) * 1000

    s3.put_object(Bucket="zone", Key="ordner/dätei 1+2.csv", Body=body, Metadata={"a_b": "c"})

    read = s3.get_object(Bucket="zone", Key="ordner/dätei 1+2.csv")
    assert read["Body"].read() == body
    assert read["Metadata"] == {"a_b": "c"}


def test_an_engine_reads_the_body_as_a_file(cloud: Cloud, client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"rows")
    reader = make_role(client, PRODUCER, "reader", allow("s3:GetObject", "arn:aws:s3:::zone/*"))
    principal = cloud.principal_of(cloud.session(reader, "engine").access_key)

    path = cloud.read_object(principal, "zone", "k")

    assert path.read_bytes() == b"rows"
    assert path.is_relative_to(cloud.folder)


def test_listing_versions_copies_no_body(cloud: Cloud, client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(Bucket="zone", Key="k", Body=b"rows")
    before = len(list((cloud.folder / "bodies").iterdir()))

    s3.list_object_versions(Bucket="zone")

    assert len(list((cloud.folder / "bodies").iterdir())) == before
    assert s3.get_object(Bucket="zone", Key="k")["Body"].read() == b"rows"


def test_a_bucket_encrypts_by_default_with_its_key(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    key = make_key(client, PRODUCER)
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    }
    s3.put_bucket_encryption(Bucket="zone", ServerSideEncryptionConfiguration={"Rules": [rule]})

    put = s3.put_object(Bucket="zone", Key="k", Body=b"x")

    assert put["ServerSideEncryption"] == "aws:kms"
    assert put["SSEKMSKeyId"] == key
    assert s3.head_object(Bucket="zone", Key="k")["SSEKMSKeyId"] == key


def test_without_configuration_s3_encrypts_with_its_own_keys(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")

    put = s3.put_object(Bucket="zone", Key="k", Body=b"x")

    assert put["ServerSideEncryption"] == "AES256"


def test_bucket_names_are_global(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError, match="BucketAlreadyExists"):
        make_bucket(client, CONSUMER, "zone")


def test_a_bucket_that_another_account_owns_is_refused_to_who_expects_otherwise(
    client: MakeClient,
) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError, match="403"):
        s3.head_bucket(Bucket="zone", ExpectedBucketOwner=CONSUMER)


def test_overwritten_versions_stay_readable(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_bucket_versioning(Bucket="zone", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="zone", Key="k", Body=b"1")["VersionId"]

    s3.put_object(Bucket="zone", Key="k", Body=b"2")

    assert s3.get_object(Bucket="zone", Key="k", VersionId=first)["Body"].read() == b"1"
    assert s3.get_object(Bucket="zone", Key="k")["Body"].read() == b"2"


def test_a_multipart_upload_becomes_one_object(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    upload = s3.create_multipart_upload(Bucket="zone", Key="big")["UploadId"]
    parts = []
    for number, body in enumerate((b"a" * 5 * 1024 * 1024, b"b"), start=1):
        part = s3.upload_part(
            Bucket="zone", Key="big", UploadId=upload, PartNumber=number, Body=body
        )
        parts.append({"PartNumber": number, "ETag": part["ETag"]})

    s3.complete_multipart_upload(
        Bucket="zone", Key="big", UploadId=upload, MultipartUpload={"Parts": parts}
    )

    assert s3.head_object(Bucket="zone", Key="big")["ContentLength"] == 5 * 1024 * 1024 + 1


def test_deleting_many_reports_each_refused_object(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    for key in ("mine/a", "other/b"):
        s3.put_object(Bucket="zone", Key=key, Body=b"x")
    role = make_role(client, PRODUCER, "cleaner", allow("s3:*", "arn:aws:s3:::zone/mine/*"))

    answer = client("s3", role).delete_objects(
        Bucket="zone", Delete={"Objects": [{"Key": "mine/a"}, {"Key": "other/b"}]}
    )

    assert [one["Key"] for one in answer["Deleted"]] == ["mine/a"]
    assert [(one["Key"], one["Code"]) for one in answer["Errors"]] == [("other/b", "AccessDenied")]


def test_a_copy_needs_both_objects(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(Bucket="zone", Key="a", Body=b"x")
    role = make_role(client, PRODUCER, "writer", allow("s3:PutObject", "arn:aws:s3:::zone/*"))

    with pytest.raises(ClientError, match="s3:GetObject"):
        client("s3", role).copy_object(Bucket="zone", Key="b", CopySource="zone/a")

    s3.copy_object(Bucket="zone", Key="b", CopySource="zone/a")
    assert s3.get_object(Bucket="zone", Key="b")["Body"].read() == b"x"


def test_a_missing_key_is_told_only_to_who_may_list(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone")
    role = make_role(client, PRODUCER, "reader", allow("s3:GetObject", "arn:aws:s3:::zone/*"))

    with pytest.raises(ClientError, match="NoSuchKey"):
        client("s3", PRODUCER).get_object(Bucket="zone", Key="none")
    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", role).get_object(Bucket="zone", Key="none")


def test_an_unsigned_request_is_refused(cloud: Cloud, client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"x")
    stranger = boto3.client(
        "s3",
        region_name=cloud.region,
        endpoint_url=cloud.endpoint,
        config=Config(signature_version=UNSIGNED),
    )

    with pytest.raises(ClientError, match="AccessDenied"):
        stranger.get_object(Bucket="zone", Key="k")
