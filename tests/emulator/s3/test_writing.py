"""What a write needs besides the right to put an object: keys, tags, ACLs, and owners."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Statement, allow, make_bucket, make_key, make_role, policy
from tests.emulator.conftest import GOVERNANCE, PRODUCER, BotoClient, MakeClient

PUT, GET = allow("s3:PutObject"), allow("s3:GetObject")


def code_of(refused: pytest.ExceptionInfo[ClientError]) -> str:
    return str(refused.value.response["Error"]["Code"])


@pytest.mark.parametrize(
    ("rights", "uploads"),
    [((allow("kms:Decrypt"),), True), ((allow("kms:GenerateDataKey"),), False)],
)
def test_a_part_of_an_encrypted_upload_needs_the_right_to_decrypt(
    client: MakeClient, rights: tuple[Statement, ...], *, uploads: bool
) -> None:
    key = make_key(client, PRODUCER)
    upload = make_bucket(client, PRODUCER, "zone").create_multipart_upload(
        Bucket="zone", Key="big", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    writer = client("s3", make_role(client, PRODUCER, "writer", PUT, *rights))
    part = {"Bucket": "zone", "Key": "big", "UploadId": upload["UploadId"], "PartNumber": 1}

    if uploads:
        assert writer.upload_part(**part, Body=b"x")["ETag"]
    else:
        with pytest.raises(ClientError, match="kms:Decrypt"):
            writer.upload_part(**part, Body=b"x")


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        ("disable_key", "KMS.DisabledException"),
        ("schedule_key_deletion", "KMS.KMSInvalidStateException"),
    ],
)
def test_an_object_under_a_key_out_of_use_is_not_read(
    client: MakeClient, stop: str, code: str
) -> None:
    key = make_key(client, PRODUCER)
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(
        Bucket="zone", Key="k", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    assert s3.get_object(Bucket="zone", Key="k")["Body"].read() == b"x"

    getattr(client("kms", PRODUCER), stop)(KeyId=key.rsplit("/", 1)[-1])

    with pytest.raises(ClientError) as refused:
        s3.get_object(Bucket="zone", Key="k")
    assert code_of(refused) == code


def tagged(client: MakeClient) -> BotoClient:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(Bucket="zone", Key="k", Body=b"x", Tagging="state=clean")
    return s3


def test_a_copy_of_a_tagged_object_needs_the_rights_to_its_tags(client: MakeClient) -> None:
    tagged(client)
    tags = allow(["s3:GetObjectTagging", "s3:PutObjectTagging"])
    without = client("s3", make_role(client, PRODUCER, "without", PUT, GET))
    with_tags = client("s3", make_role(client, PRODUCER, "with-tags", PUT, GET, tags))
    copy = {"Bucket": "zone", "Key": "copy", "CopySource": {"Bucket": "zone", "Key": "k"}}

    with pytest.raises(ClientError, match="s3:GetObjectTagging"):
        without.copy_object(**copy)
    assert without.copy_object(**copy, TaggingDirective="REPLACE")["CopyObjectResult"]
    assert with_tags.copy_object(**copy)["CopyObjectResult"]


def test_an_acl_needs_a_right_of_its_own(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone")
    writer = client("s3", make_role(client, PRODUCER, "writer", PUT))

    with pytest.raises(ClientError, match="s3:PutObjectAcl"):
        writer.put_object(Bucket="zone", Key="k", Body=b"x", ACL="bucket-owner-full-control")


def test_a_bucket_takes_no_acl_that_gives_its_objects_away(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")

    with pytest.raises(ClientError) as refused:
        s3.put_object(Bucket="zone", Key="k", Body=b"x", ACL="public-read")

    assert code_of(refused) == "AccessControlListNotSupported"
    assert s3.put_object(Bucket="zone", Key="k", Body=b"x", ACL="bucket-owner-full-control")


def test_a_bucket_policy_is_for_the_buckets_own_account(client: MakeClient) -> None:
    everything = policy(allow("s3:*", "arn:aws:s3:::zone", Principal={"AWS": GOVERNANCE}))
    make_bucket(client, PRODUCER, "zone", everything)
    foreign = client("s3", GOVERNANCE)

    assert foreign.list_objects_v2(Bucket="zone")["KeyCount"] == 0
    for operation, more in (
        ("get_bucket_policy", {}),
        ("put_bucket_policy", {"Policy": everything}),
        ("delete_bucket_policy", {}),
    ):
        with pytest.raises(ClientError) as refused:
            getattr(foreign, operation)(Bucket="zone", **more)
        assert code_of(refused) == "MethodNotAllowed"
