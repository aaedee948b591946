"""What `cdk bootstrap` leaves in an account, as far as a deployment through the API needs it."""

import json
from typing import Any

import boto3
from botocore.exceptions import ClientError

QUALIFIER = "hnb659fds"
EXECUTION_ROLE = f"cdk-{QUALIFIER}-cfn-exec-role-{{}}-{{}}"
STACK = "CDKToolkit"
VERSION = "30"
# Typed for whole seconds; the waiter sleeps what it is told.
PATIENCE: Any = {"Delay": 0.1, "MaxAttempts": 600}


def execution_role_arn(account: str, region: str) -> str:
    """ARN of the role that CloudFormation works with."""
    return f"arn:aws:iam::{account}:role/{EXECUTION_ROLE.format(account, region)}"


def staging_bucket(account: str, region: str) -> str:
    """Bucket for templates and assets."""
    return f"cdk-{QUALIFIER}-assets-{account}-{region}"


def bootstrap(session: boto3.Session, account: str, region: str) -> None:
    """Make sure that the account is bootstrapped; a real `cdk bootstrap` is left as it is."""
    client = session.client("cloudformation")
    try:
        client.describe_stacks(StackName=STACK)
    except ClientError as error:
        if "does not exist" not in error.response["Error"]["Message"]:
            raise
    else:
        return
    client.create_stack(
        StackName=STACK,
        TemplateBody=json.dumps(_template(account, region)),
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    client.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig=PATIENCE)


def _template(account: str, region: str) -> dict[str, object]:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "cloudformation.amazonaws.com"},
            }
        ],
    }
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    return {
        "Resources": {
            "StagingBucket": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "BucketName": staging_bucket(account, region),
                    "VersioningConfiguration": {"Status": "Enabled"},
                    "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]},
                },
            },
            "CloudFormationExecutionRole": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "RoleName": EXECUTION_ROLE.format(account, region),
                    "AssumeRolePolicyDocument": trust,
                    "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                },
            },
            "BootstrapVersion": {
                "Type": "AWS::SSM::Parameter",
                "Properties": {
                    "Name": f"/cdk-bootstrap/{QUALIFIER}/version",
                    "Type": "String",
                    "Value": VERSION,
                },
            },
        }
    }
