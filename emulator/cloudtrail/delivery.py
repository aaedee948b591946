"""Log files in S3, as the service itself, with what the bucket's policy lets it do.

Sources: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail"
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html)
and "CloudTrail log file examples"
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html).
"""

import gzip
import json
import secrets
import string
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.cloudtrail.records import Record
from emulator.cloudtrail.trails import Trail, Trails
from emulator.s3.store import find_bucket

if TYPE_CHECKING:
    from emulator.cloud import Cloud

# AWS delivers within about five minutes.
DELIVERY_SECONDS = 1.0
_SERVICE = Principal(account="", arn="cloudtrail.amazonaws.com", kind="service")
_LETTERS = string.ascii_letters + string.digits
_UNIQUE = 16
_OWNED = "bucket-owner-full-control"
# What a trail without a key of its own asks of S3, whatever the bucket's default is.
_ENCRYPTION = "AES256"


def deliver_due(cloud: "Cloud") -> None:
    """Write every trail's waiting records; what cannot be written waits for the next time."""
    for trail in cloud.store(Trails).due():
        _deliver(cloud, trail)


def check_bucket(cloud: "Cloud", trail: Trail) -> None:
    """Refuse a bucket that a trail could not write into.

    Raises:
        AwsError: S3BucketDoesNotExistException or InsufficientS3BucketPolicyException.
    """
    arn, name = f"arn:aws:s3:::{trail.bucket}", trail.bucket
    with cloud.lock:
        try:
            find_bucket(name)
        except AwsError:
            message = f"S3 bucket {name} does not exist!"
            raise AwsError("S3BucketDoesNotExistException", message) from None
        try:
            cloud.authorise(_SERVICE, "s3:GetBucketAcl", arn, _source(trail))
            _authorise_put(cloud, trail, f"{folder_of(trail, trail.account)}/probe")
        except AwsError:
            message = f"Incorrect S3 bucket policy is detected for bucket: {name}"
            raise AwsError("InsufficientS3BucketPolicyException", message) from None


def folder_of(trail: Trail, account: str) -> str:
    """Where an account's files lie in the trail's bucket."""
    return f"{trail.prefix}/AWSLogs/{account}" if trail.prefix else f"AWSLogs/{account}"


def _deliver(cloud: "Cloud", trail: Trail) -> None:
    with cloud.store(Trails).lock:
        records = list(trail.waiting)
        trail.waiting.clear()
    now = datetime.now(UTC)
    tried = {"LatestDeliveryAttemptTime": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    try:
        for region in sorted({record["awsRegion"] for record in records}):
            _write(cloud, trail, region, [r for r in records if r["awsRegion"] == region], now)
    except AwsError as error:
        trail.status |= {**tried, "LatestDeliveryError": error.code}
        with cloud.store(Trails).lock:
            trail.waiting.extendleft(reversed(records))
        return
    trail.status.pop("LatestDeliveryError", None)
    trail.status |= {**tried, "LatestDeliveryTime": now}
    trail.status["LatestDeliveryAttemptSucceeded"] = tried["LatestDeliveryAttemptTime"]


def _write(cloud: "Cloud", trail: Trail, region: str, records: list[Record], now: datetime) -> None:
    unique = "".join(secrets.choice(_LETTERS) for _ in range(_UNIQUE))
    name = f"{trail.account}_CloudTrail_{region}_{now:%Y%m%dT%H%MZ}_{unique}.json.gz"
    key = f"{folder_of(trail, trail.account)}/CloudTrail/{region}/{now:%Y/%m/%d}/{name}"
    body = gzip.compress(json.dumps({"Records": records}, default=str).encode())
    with cloud.lock:
        bucket = find_bucket(trail.bucket)
        _authorise_put(cloud, trail, key)
        cloud.moto(
            "s3",
            "PutObject",
            {
                "Bucket": trail.bucket,
                "Key": key,
                "Body": body,
                "ContentType": "application/json",
                "ContentEncoding": "gzip",
                "ServerSideEncryption": _ENCRYPTION,
            },
            account=str(bucket.account_id),
        )


def _authorise_put(cloud: "Cloud", trail: Trail, key: str) -> None:
    context = {
        **_source(trail),
        "s3:x-amz-acl": _OWNED,
        "s3:x-amz-server-side-encryption": _ENCRYPTION,
    }
    cloud.authorise(_SERVICE, "s3:PutObject", f"arn:aws:s3:::{trail.bucket}/{key}", context)


def _source(trail: Trail) -> dict[str, str | list[str]]:
    return {"aws:SourceArn": trail.arn, "aws:SourceAccount": trail.account}
