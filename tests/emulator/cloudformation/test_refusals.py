"""What the embedded AWS does not do is refused by name, never dropped."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.cloudformation.conftest import Account, setting


def test_an_unknown_type_fails_the_stack_and_is_named(account: Account) -> None:
    status = account.create({"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}})

    assert status == "ROLLBACK_COMPLETE"
    assert "AWS::SecretsManager::Secret is not supported" in account.reasons()


def test_a_property_that_aws_does_not_know_is_named(account: Account) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"Visibility": 3}}

    assert account.create({"Queue": queue}) == "ROLLBACK_COMPLETE"
    assert "unsupported property Visibility in AWS::SQS::Queue" in account.reasons()


def test_a_property_that_nobody_here_honours_is_named(account: Account) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"ObjectLockEnabled": True}}

    assert account.create({"Bucket": bucket}) == "ROLLBACK_COMPLETE"
    assert "property ObjectLockEnabled of AWS::S3::Bucket is not part" in account.reasons()


def test_an_inner_property_that_nobody_here_honours_is_named(account: Account) -> None:
    notification = {"LambdaConfigurations": [{"Event": "s3:ObjectCreated:*", "Function": "x"}]}
    properties = {"NotificationConfiguration": notification}
    bucket = {"Type": "AWS::S3::Bucket", "Properties": properties}

    assert account.create({"Bucket": bucket}) == "ROLLBACK_COMPLETE"
    assert "NotificationConfiguration.LambdaConfigurations" in account.reasons()


def test_a_missing_property_is_named(account: Account) -> None:
    rule = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String"}}

    assert account.create({"Setting": rule}) == "ROLLBACK_COMPLETE"
    assert "property Value is required" in account.reasons()


def test_an_attribute_that_a_resource_does_not_have_is_named(account: Account) -> None:
    resources = {
        "Setting": setting("on"),
        "Other": setting({"Fn::GetAtt": ["Setting", "Colour"]}, "/other"),
    }

    assert account.create(resources) == "ROLLBACK_COMPLETE"
    assert "Requested attribute Colour does not exist in Setting" in account.reasons()


def test_named_identities_have_to_be_acknowledged(account: Account) -> None:
    trust = {"Version": "2012-10-17", "Statement": []}
    properties = {"RoleName": "named", "AssumeRolePolicyDocument": trust}
    role = {"Type": "AWS::IAM::Role", "Properties": properties}

    with pytest.raises(ClientError, match="CAPABILITY_NAMED_IAM"):
        account.create({"Role": role}, Capabilities=["CAPABILITY_IAM"])


def test_a_missing_execution_role_is_refused_at_once(account: Account) -> None:
    role = f"arn:aws:iam::{account.number}:role/missing"

    with pytest.raises(ClientError, match="cannot be assumed"):
        account.create({"Setting": setting("on")}, RoleARN=role)


def test_a_value_that_aws_does_not_know_is_named(account: Account) -> None:
    properties = {"VersioningConfiguration": {"Status": "Perhaps"}}

    assert account.create({"B": {"Type": "AWS::S3::Bucket", "Properties": properties}}) == (
        "ROLLBACK_COMPLETE"
    )
    assert "VersioningConfiguration.Status of AWS::S3::Bucket cannot be" in account.reasons()
