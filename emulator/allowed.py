"""Which operations moto serves; every other one answers ``NotImplemented``."""

from collections.abc import Collection, Mapping
from importlib import import_module

ALLOWED: Mapping[str, frozenset[str]] = {
    "dynamodb": frozenset(
        {
            *("BatchGetItem", "BatchWriteItem", "CreateTable", "DeleteItem", "DeleteTable"),
            *("DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive", "GetItem"),
            *("ListTables", "ListTagsOfResource", "PutItem", "Query", "Scan", "TagResource"),
            *("TransactGetItems", "TransactWriteItems", "UntagResource", "UpdateContinuousBackups"),
            *("UpdateItem", "UpdateTable", "UpdateTimeToLive"),
        }
    ),
    "iam": frozenset(
        {
            *("AttachRolePolicy", "CreatePolicy", "CreatePolicyVersion", "CreateRole"),
            *("DeletePolicy", "DeletePolicyVersion", "DeleteRole", "DeleteRolePermissionsBoundary"),
            *("DeleteRolePolicy", "DetachRolePolicy", "GetPolicy", "GetPolicyVersion", "GetRole"),
            *("GetRolePolicy", "ListAttachedRolePolicies", "ListPolicies", "ListPolicyVersions"),
            *("ListRolePolicies", "ListRoleTags", "ListRoles", "PutRolePermissionsBoundary"),
            *("PutRolePolicy", "TagRole", "UntagRole", "UpdateAssumeRolePolicy", "UpdateRole"),
            *("ListEntitiesForPolicy", "UpdateRoleDescription"),
            *("AddUserToGroup", "AttachGroupPolicy", "AttachUserPolicy", "CreateAccessKey"),
            *("CreateGroup", "CreateUser", "DeleteAccessKey", "DeleteGroup", "DeleteGroupPolicy"),
            *("DeleteUser", "DeleteUserPolicy", "DetachGroupPolicy", "DetachUserPolicy"),
            *("GetGroup", "GetGroupPolicy", "GetUser", "GetUserPolicy", "ListAccessKeys"),
            *("ListAttachedGroupPolicies", "ListAttachedUserPolicies", "ListGroupPolicies"),
            *("ListGroups", "ListGroupsForUser", "ListUserPolicies", "ListUserTags", "ListUsers"),
            *("PutGroupPolicy", "PutUserPolicy", "RemoveUserFromGroup", "TagUser", "UntagUser"),
            *("UpdateAccessKey",),
        }
    ),
    "kms": frozenset(
        {
            *("CreateAlias", "CreateKey", "Decrypt", "DeleteAlias", "DescribeKey", "DisableKey"),
            *("EnableKey", "EnableKeyRotation", "DisableKeyRotation", "Encrypt", "GenerateDataKey"),
            "GenerateMac",
            *(
                "GetKeyPolicy",
                "GetKeyRotationStatus",
                "ListAliases",
                "ListKeys",
                "ListResourceTags",
            ),
            *("PutKeyPolicy", "ScheduleKeyDeletion", "CancelKeyDeletion", "TagResource"),
            *("UntagResource", "UpdateAlias", "UpdateKeyDescription"),
        }
    ),
    "s3": frozenset(
        {
            *("AbortMultipartUpload", "CompleteMultipartUpload", "CopyObject", "CreateBucket"),
            *("CreateMultipartUpload", "DeleteBucket", "DeleteBucketEncryption"),
            *("DeleteBucketLifecycle", "DeleteBucketPolicy", "DeleteBucketTagging", "DeleteObject"),
            *("DeleteObjectTagging", "DeleteObjects", "DeletePublicAccessBlock"),
            *("GetBucketEncryption", "GetBucketLifecycleConfiguration", "GetBucketLocation"),
            *("GetBucketNotificationConfiguration", "GetBucketOwnershipControls"),
            *("GetBucketPolicy", "GetBucketTagging", "GetBucketVersioning", "GetObject"),
            *("GetObjectAttributes", "GetObjectTagging", "GetPublicAccessBlock", "HeadBucket"),
            *("HeadObject", "ListBuckets", "ListMultipartUploads", "ListObjectVersions"),
            *("ListObjects", "ListObjectsV2", "ListParts", "PutBucketEncryption"),
            *("PutBucketLifecycleConfiguration", "PutBucketNotificationConfiguration"),
            *("PutBucketOwnershipControls", "PutBucketPolicy", "PutBucketTagging"),
            *("PutBucketVersioning", "PutObject", "PutObjectTagging", "PutPublicAccessBlock"),
            *("UploadPart", "UploadPartCopy", "GetBucketLogging", "PutBucketLogging"),
        }
    ),
    "sns": frozenset(
        {
            *("CreateTopic", "DeleteTopic", "GetSubscriptionAttributes", "GetTopicAttributes"),
            *("ListSubscriptions", "ListSubscriptionsByTopic", "ListTagsForResource", "ListTopics"),
            *("Publish", "SetSubscriptionAttributes", "SetTopicAttributes", "Subscribe"),
            *("TagResource", "Unsubscribe", "UntagResource"),
        }
    ),
    "sqs": frozenset(
        {
            *("ChangeMessageVisibility", "CreateQueue", "DeleteMessage", "DeleteMessageBatch"),
            *("DeleteQueue", "GetQueueAttributes", "GetQueueUrl", "ListQueueTags", "ListQueues"),
            *("PurgeQueue", "ReceiveMessage", "SendMessage", "SendMessageBatch"),
            *("ListDeadLetterSourceQueues", "SetQueueAttributes", "TagQueue", "UntagQueue"),
        }
    ),
    "ssm": frozenset(
        {
            *("AddTagsToResource", "DeleteParameter", "DescribeParameters", "GetParameter"),
            *("GetParameters", "GetParametersByPath", "ListTagsForResource", "PutParameter"),
            *("RemoveTagsFromResource",),
        }
    ),
    "logs": frozenset(
        {
            *("CreateLogGroup", "CreateLogStream", "DeleteLogGroup", "DeleteRetentionPolicy"),
            *("DescribeLogGroups", "DescribeLogStreams", "FilterLogEvents", "GetLogEvents"),
            *("ListTagsForResource", "PutLogEvents", "PutRetentionPolicy", "TagResource"),
            *("UntagResource",),
        }
    ),
    "cloudwatch": frozenset(
        {
            *("DeleteAlarms", "DescribeAlarms", "GetMetricStatistics", "ListMetrics"),
            *("ListTagsForResource", "PutMetricAlarm", "PutMetricData", "SetAlarmState"),
            *("TagResource",),
        }
    ),
    "ecr": frozenset(
        {
            *("CreateRepository", "DeleteRepository", "DescribeRepositories"),
            *("GetLifecyclePolicy", "GetRepositoryPolicy", "ListTagsForResource"),
            *("PutImageScanningConfiguration", "PutImageTagMutability", "PutLifecyclePolicy"),
            *("SetRepositoryPolicy", "DeleteLifecyclePolicy", "DeleteRepositoryPolicy"),
            *("TagResource",),
        }
    ),
}


# Services whose own ``allowed`` module adds what they need of moto.
_ADDING = ("cloudformation", "events", "functions", "gateway")


def merged(services: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The allow-list with what each of these services adds."""
    together = dict(ALLOWED)
    for name in _ADDING:
        if name not in services:
            continue
        for service, operations in import_module(f"emulator.{name}.allowed").ALLOWED.items():
            together[service] = together.get(service, frozenset()) | operations
    return together
