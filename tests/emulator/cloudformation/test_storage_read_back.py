"""Every property that storage honours is really set, and goes when it is taken away."""

import json
from collections.abc import Collection
from typing import Any

import pytest

from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account

TAGS = [{"Key": "team", "Value": "ops"}]


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "cloudformation")


def bucket(**properties: Json) -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "shelf", **properties}}


FULL = {
    "BucketEncryption": {
        "ServerSideEncryptionConfiguration": [
            {
                "BucketKeyEnabled": True,
                "ServerSideEncryptionByDefault": {
                    "SSEAlgorithm": "aws:kms",
                    "KMSMasterKeyID": "alias/x",
                },
            }
        ]
    },
    "VersioningConfiguration": {"Status": "Enabled"},
    "PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    },
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    "LifecycleConfiguration": {
        "Rules": [
            {
                "Id": "old",
                "Status": "Enabled",
                "Prefix": "in/",
                "TagFilters": [{"Key": "settled", "Value": "true"}],
                "ExpirationInDays": 7,
                "NoncurrentVersionExpiration": {"NoncurrentDays": 3},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
            }
        ]
    },
    "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
    "Tags": TAGS,
}


def test_a_bucket_has_all_its_settings(account: Account) -> None:
    assert account.create({"Bucket": bucket(**FULL)}) == "CREATE_COMPLETE", account.reasons()

    s3 = account.client("s3")
    rules = s3.get_bucket_encryption(Bucket="shelf")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert rules[0]["BucketKeyEnabled"] is True
    assert s3.get_bucket_versioning(Bucket="shelf")["Status"] == "Enabled"
    block = s3.get_public_access_block(Bucket="shelf")["PublicAccessBlockConfiguration"]
    assert all(block.values())
    owner = s3.get_bucket_ownership_controls(Bucket="shelf")["OwnershipControls"]
    assert owner["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    rule = s3.get_bucket_lifecycle_configuration(Bucket="shelf")["Rules"][0]
    assert rule["Expiration"]["Days"] == 7
    assert rule["Filter"]["And"]["Prefix"] == "in/"
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 3}
    notification = s3.get_bucket_notification_configuration(Bucket="shelf")
    assert "EventBridgeConfiguration" in notification
    assert s3.get_bucket_tagging(Bucket="shelf")["TagSet"] == TAGS


def test_settings_that_are_taken_away_go(account: Account) -> None:
    account.create({"Bucket": bucket(**FULL)})

    assert account.update({"Bucket": bucket()}) == "UPDATE_COMPLETE", account.reasons()
    s3 = account.client("s3")
    assert s3.get_bucket_versioning(Bucket="shelf")["Status"] == "Suspended"
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(
        Bucket="shelf"
    )
    for gone in ("get_public_access_block", "get_bucket_lifecycle_configuration"):
        with pytest.raises(s3.exceptions.ClientError):
            getattr(s3, gone)(Bucket="shelf")


def test_a_bucket_policy_is_on_its_bucket(account: Account) -> None:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "Bucket"},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        },
    }

    account.create({"Bucket": bucket(), "Policy": policy})

    text = account.client("s3").get_bucket_policy(Bucket="shelf")["Policy"]
    assert json.loads(text)["Statement"][0]["Resource"] == "arn:aws:s3:::shelf/*"
    assert account.delete() == "DELETE_COMPLETE"


def test_a_key_rotates_and_has_its_policy_and_alias(account: Account) -> None:
    everything = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account.number}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    key = {
        "Type": "AWS::KMS::Key",
        "Properties": {
            "Description": "of the shelf",
            "EnableKeyRotation": True,
            "KeyPolicy": {"Version": "2012-10-17", "Statement": [everything]},
            "Tags": TAGS,
        },
    }
    alias = {
        "Type": "AWS::KMS::Alias",
        "Properties": {"AliasName": "alias/shelf", "TargetKeyId": {"Fn::GetAtt": ["Key", "Arn"]}},
    }

    assert account.create({"Key": key, "Alias": alias}) == "CREATE_COMPLETE", account.reasons()

    kms, identifier = account.client("kms"), account.physical_id("Key")
    described = kms.describe_key(KeyId="alias/shelf")["KeyMetadata"]
    assert (described["KeyId"], described["Description"]) == (identifier, "of the shelf")
    assert kms.get_key_rotation_status(KeyId=identifier)["KeyRotationEnabled"] is True
    policy = json.loads(kms.get_key_policy(KeyId=identifier, PolicyName="default")["Policy"])
    assert policy["Statement"] == [everything]
    tags = kms.list_resource_tags(KeyId=identifier)["Tags"]
    assert tags == [{"TagKey": "team", "TagValue": "ops"}]
    account.delete()
    assert kms.describe_key(KeyId=identifier)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_table_has_its_index_backups_and_time_to_live(account: Account) -> None:
    index = {
        "IndexName": "by-state",
        "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    properties = {
        "TableName": "register",
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "state", "AttributeType": "S"},
        ],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "GlobalSecondaryIndexes": [index],
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS"},
        "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
        "DeletionProtectionEnabled": False,
        "Tags": TAGS,
    }

    table = {"Type": "AWS::DynamoDB::Table", "Properties": properties}
    assert account.create({"Table": table}) == "CREATE_COMPLETE", account.reasons()

    dynamodb = account.client("dynamodb")
    described = dynamodb.describe_table(TableName="register")["Table"]
    assert described["GlobalSecondaryIndexes"][0]["IndexName"] == "by-state"
    assert described["SSEDescription"]["SSEType"] == "KMS"
    backups = dynamodb.describe_continuous_backups(TableName="register")
    recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    live = dynamodb.describe_time_to_live(TableName="register")["TimeToLiveDescription"]
    assert (live["AttributeName"], live["TimeToLiveStatus"]) == ("ttl", "ENABLED")
    assert dynamodb.list_tags_of_resource(ResourceArn=described["TableArn"])["Tags"] == TAGS


def test_a_repository_has_its_settings(account: Account) -> None:
    lifecycle = json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "selection": {
                        "tagStatus": "untagged",
                        "countType": "sinceImagePushed",
                        "countNumber": 365,
                        "countUnit": "days",
                    },
                    "action": {"type": "expire"},
                }
            ]
        }
    )
    properties = {
        "RepositoryName": "images",
        "ImageTagMutability": "IMMUTABLE",
        "ImageScanningConfiguration": {"ScanOnPush": True},
        "LifecyclePolicy": {"LifecyclePolicyText": lifecycle},
    }

    made = account.create({"R": {"Type": "AWS::ECR::Repository", "Properties": properties}})

    assert made == "CREATE_COMPLETE", account.reasons()
    ecr = account.client("ecr")
    described = ecr.describe_repositories(repositoryNames=["images"])["repositories"][0]
    assert described["imageTagMutability"] == "IMMUTABLE"
    assert described["imageScanningConfiguration"] == {"scanOnPush": True}
    text = ecr.get_lifecycle_policy(repositoryName="images")["lifecyclePolicyText"]
    assert json.loads(text) == json.loads(lifecycle)
