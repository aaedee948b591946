"""S3, called once per operation."""

import json

from tests.emulator.arrange import Json, allow, policy
from tests.emulator.conftest import BotoClient
from tests.emulator.kernel.stories import ROOT, TAGS


def s3(call: BotoClient) -> None:
    _s3_bucket(call)
    _s3_objects(call)
    call.delete_bucket(Bucket="zone")


def _s3_bucket(call: BotoClient) -> None:
    zone: Json = {"Bucket": "zone"}
    where = {"LocationConstraint": "eu-central-1"}
    call.create_bucket(**zone, CreateBucketConfiguration=where)
    call.head_bucket(**zone)
    assert call.get_bucket_location(**zone)["LocationConstraint"] == "eu-central-1"
    assert [bucket["Name"] for bucket in call.list_buckets()["Buckets"]] == ["zone"]
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    call.put_bucket_encryption(**zone, ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert call.get_bucket_encryption(**zone)["ServerSideEncryptionConfiguration"]
    call.delete_bucket_encryption(**zone)
    expire = {"ID": "x", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
    call.put_bucket_lifecycle_configuration(**zone, LifecycleConfiguration={"Rules": [expire]})
    assert call.get_bucket_lifecycle_configuration(**zone)["Rules"][0]["ID"] == "x"
    call.delete_bucket_lifecycle(**zone)
    notes: Json = {"EventBridgeConfiguration": {}}
    call.put_bucket_notification_configuration(**zone, NotificationConfiguration=notes)
    told = call.get_bucket_notification_configuration(**zone)
    assert told["EventBridgeConfiguration"] == {}
    owned = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    call.put_bucket_ownership_controls(**zone, OwnershipControls=owned)
    assert call.get_bucket_ownership_controls(**zone)["OwnershipControls"] == owned
    shared = policy(allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal=ROOT))
    call.put_bucket_policy(**zone, Policy=shared)
    assert json.loads(call.get_bucket_policy(**zone)["Policy"]) == json.loads(shared)
    call.delete_bucket_policy(**zone)
    call.put_bucket_tagging(**zone, Tagging={"TagSet": TAGS})
    assert call.get_bucket_tagging(**zone)["TagSet"] == TAGS
    call.delete_bucket_tagging(**zone)
    closed = {"BlockPublicAcls": True, "IgnorePublicAcls": True}
    call.put_public_access_block(**zone, PublicAccessBlockConfiguration=closed)
    assert call.get_public_access_block(**zone)["PublicAccessBlockConfiguration"]["BlockPublicAcls"]
    call.delete_public_access_block(**zone)
    call.put_bucket_logging(**zone, BucketLoggingStatus={})
    assert "LoggingEnabled" not in call.get_bucket_logging(**zone)
    call.put_bucket_versioning(**zone, VersioningConfiguration={"Status": "Suspended"})
    assert call.get_bucket_versioning(**zone)["Status"] == "Suspended"


def _s3_objects(call: BotoClient) -> None:
    zone: Json = {"Bucket": "zone"}
    one: Json = {**zone, "Key": "k"}
    call.put_object(**one, Body=b"x")
    assert call.get_object(**one)["Body"].read() == b"x"
    assert call.head_object(**one)["ContentLength"] == 1
    assert call.get_object_attributes(**one, ObjectAttributes=["ObjectSize"])["ObjectSize"] == 1
    call.put_object_tagging(**one, Tagging={"TagSet": TAGS})
    assert call.get_object_tagging(**one)["TagSet"] == TAGS
    call.delete_object_tagging(**one)
    call.copy_object(**zone, Key="copy", CopySource="zone/k")
    assert call.list_objects(**zone)["Contents"]
    assert call.list_objects_v2(**zone)["KeyCount"] == 2
    assert call.list_object_versions(**zone)["Versions"]
    upload: Json = {**zone, "Key": "big", "UploadId": ""}
    for ends in (call.abort_multipart_upload, call.complete_multipart_upload):
        upload["UploadId"] = call.create_multipart_upload(**zone, Key="big")["UploadId"]
        part = call.upload_part(**upload, PartNumber=1, Body=b"y")
        call.upload_part_copy(**upload, PartNumber=2, CopySource="zone/k")
        assert len(call.list_parts(**upload)["Parts"]) == 2
        assert call.list_multipart_uploads(**zone)["Uploads"]
        parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
        more = {"MultipartUpload": parts} if ends == call.complete_multipart_upload else {}
        ends(**upload, **more)
    call.delete_object(**one)
    wanted = {"Objects": [{"Key": "copy"}, {"Key": "big"}]}
    assert len(call.delete_objects(**zone, Delete=wanted)["Deleted"]) == 2
    for left in call.list_object_versions(**zone).get("DeleteMarkers", ()):
        call.delete_object(**zone, Key=left["Key"], VersionId=left["VersionId"])
