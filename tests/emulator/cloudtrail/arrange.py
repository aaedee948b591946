"""Trails with their buckets, and what was written down."""

import gzip
import json
from typing import Any, TypeAlias

from tests.emulator.arrange import allow, make_bucket, policy
from tests.emulator.conftest import BotoClient, MakeClient, Option

Record: TypeAlias = dict[str, Any]
REGION = "eu-central-1"
SERVICE = {"Service": "cloudtrail.amazonaws.com"}


def bucket_policy(account: str, bucket: str, prefix: str = "") -> str:
    """What the documentation asks of a trail's bucket."""
    arn, folder = f"arn:aws:s3:::{bucket}", f"{prefix}/AWSLogs" if prefix else "AWSLogs"
    trails = {"aws:SourceArn": f"arn:aws:cloudtrail:{REGION}:{account}:trail/everything"}
    owned = {"s3:x-amz-acl": "bucket-owner-full-control", **trails}
    return policy(
        allow("s3:GetBucketAcl", arn, Principal=SERVICE, Condition={"StringEquals": trails}),
        allow(
            "s3:PutObject",
            f"{arn}/{folder}/{account}/*",
            Principal=SERVICE,
            Condition={"StringEquals": owned},
        ),
    )


def make_trail(
    client: MakeClient, account: str, *, logging: bool = True, **options: Option
) -> BotoClient:
    """A trail ``everything`` with its bucket; gives CloudTrail as the account."""
    bucket, prefix = f"trail-{account}", options.get("S3KeyPrefix", "")
    make_bucket(client, account, bucket, bucket_policy(account, bucket, prefix))
    trail = client("cloudtrail", account)
    trail.create_trail(Name="everything", S3BucketName=bucket, **options)
    if logging:
        trail.start_logging(Name="everything")
    return trail


def files(client: MakeClient, account: str) -> list[str]:
    """Keys of the files that a trail has delivered."""
    found = client("s3", account).list_objects_v2(Bucket=f"trail-{account}")
    return [one["Key"] for one in found.get("Contents", ())]


def filed(client: MakeClient, account: str) -> list[Record]:
    """Every record in the files of an account's trail."""
    s3, records = client("s3", account), []
    for key in files(client, account):
        body = s3.get_object(Bucket=f"trail-{account}", Key=key)["Body"].read()
        records += json.loads(gzip.decompress(body))["Records"]
    return records


def looked_up(client: MakeClient, account: str, event: str = "") -> list[Record]:
    """The records of an account's history, the latest first."""
    asked = [{"AttributeKey": "EventName", "AttributeValue": event}] if event else []
    pages = client("cloudtrail", account).get_paginator("lookup_events")
    return [
        json.loads(one["CloudTrailEvent"])
        for page in pages.paginate(LookupAttributes=asked)
        for one in page["Events"]
    ]
