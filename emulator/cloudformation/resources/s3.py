"""S3: buckets with all their settings, and bucket policies."""

import json
from collections.abc import Callable, Mapping

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Client, Kind, Made, Order
from emulator.cloudformation.resources.s3_lifecycle import lifecycle_rule

_LONGEST_NAME = 63


def _create(order: Order) -> Made:
    name = order.name("BucketName", longest=_LONGEST_NAME, lower=True)
    place = {"LocationConstraint": order.region}
    acl = order.properties.get("AccessControl", "Private")
    if acl != "Private":
        # Everybody's way is closed by policy, and by nothing else: no other ACL is decided here.
        raise ResourceError(
            f"property AccessControl of AWS::S3::Bucket can only be Private, not {acl}"
        )
    more = {} if order.region == "us-east-1" else {"CreateBucketConfiguration": place}
    order.client("s3").create_bucket(Bucket=name, **more)
    order.announce(name)
    return _settle(order, name)


def _update(order: Order) -> Made:
    return _settle(order, order.physical_id)


def _settle(order: Order, bucket: str) -> Made:
    client = order.client("s3")
    for name, put in _SETTINGS.items():
        if order.changed(name):
            put(client, bucket, order.properties.get(name))
    return Made(
        physical_id=bucket,
        attributes={
            "Arn": f"arn:aws:s3:::{bucket}",
            "DomainName": f"{bucket}.s3.amazonaws.com",
            "RegionalDomainName": f"{bucket}.s3.{order.region}.amazonaws.com",
            "DualStackDomainName": f"{bucket}.s3.dualstack.{order.region}.amazonaws.com",
            "WebsiteURL": f"http://{bucket}.s3-website.{order.region}.amazonaws.com",
        },
    )


def _delete(order: Order) -> None:
    order.client("s3").delete_bucket(Bucket=order.physical_id)


def _encryption(client: Client, bucket: str, wanted: Json) -> None:
    if not wanted:
        client.delete_bucket_encryption(Bucket=bucket)
        return
    rules = [
        {
            ("ApplyS" + key[1:] if key == "ServerSideEncryptionByDefault" else key): value
            for key, value in rule.items()
        }
        for rule in wanted["ServerSideEncryptionConfiguration"]
    ]
    client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def _versioning(client: Client, bucket: str, wanted: Json) -> None:
    status = (wanted or {}).get("Status", "Suspended")
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})


def _public_access(client: Client, bucket: str, wanted: Json) -> None:
    if not wanted:
        client.delete_public_access_block(Bucket=bucket)
        return
    client.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=wanted)


def _ownership(client: Client, bucket: str, wanted: Json) -> None:
    # Without a word S3 disables ACLs, so taking the property away means exactly that.
    controls = wanted or {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    client.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=controls)


def _lifecycle(client: Client, bucket: str, wanted: Json) -> None:
    if not wanted:
        client.delete_bucket_lifecycle(Bucket=bucket)
        return
    rules = [lifecycle_rule(rule) for rule in wanted["Rules"]]
    client.put_bucket_lifecycle_configuration(
        Bucket=bucket, LifecycleConfiguration={"Rules": rules}
    )


def _notification(client: Client, bucket: str, wanted: Json) -> None:
    bridge = (wanted or {}).get("EventBridgeConfiguration")
    enabled = bridge is not None and bridge.get("EventBridgeEnabled", True)
    client.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={"EventBridgeConfiguration": {}} if enabled else {},
    )


def _logging(client: Client, bucket: str, wanted: Json) -> None:
    status = {}
    if wanted:
        target = wanted.get("DestinationBucketName", bucket)
        prefix = wanted.get("LogFilePrefix", "")
        status = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": prefix}}
    client.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=status)


def _tags(client: Client, bucket: str, wanted: Json) -> None:
    if not wanted:
        client.delete_bucket_tagging(Bucket=bucket)
        return
    client.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": wanted})


_SETTINGS: Mapping[str, Callable[[Client, str, Json], None]] = {
    "BucketEncryption": _encryption,
    "VersioningConfiguration": _versioning,
    "PublicAccessBlockConfiguration": _public_access,
    "OwnershipControls": _ownership,
    "LifecycleConfiguration": _lifecycle,
    "NotificationConfiguration": _notification,
    "LoggingConfiguration": _logging,
    "Tags": _tags,
}


def _put_policy(order: Order) -> Made:
    bucket = order.properties["Bucket"]
    document = order.properties["PolicyDocument"]
    text = document if isinstance(document, str) else json.dumps(document)
    order.client("s3").put_bucket_policy(Bucket=bucket, Policy=text)
    return Made(physical_id=bucket)


def _delete_policy(order: Order) -> None:
    order.client("s3").delete_bucket_policy(Bucket=order.physical_id)


KINDS = {
    "AWS::S3::Bucket": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"NoSuchBucket"}),
        honours=frozenset(
            {
                "AccessControl",
                "BucketName",
                "BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled",
                "BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault",
                "VersioningConfiguration.Status",
                "PublicAccessBlockConfiguration",
                "OwnershipControls",
                "LifecycleConfiguration.Rules",
                "NotificationConfiguration.EventBridgeConfiguration",
                "LoggingConfiguration.DestinationBucketName",
                "LoggingConfiguration.LogFilePrefix",
                "Tags",
            }
        ),
    ),
    "AWS::S3::BucketPolicy": Kind(
        create=_put_policy,
        update=_put_policy,
        delete=_delete_policy,
        gone=frozenset({"NoSuchBucket", "NoSuchBucketPolicy"}),
        honours=frozenset({"Bucket", "PolicyDocument"}),
    ),
}
