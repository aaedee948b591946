"""What the embedded AWS does not serve says so, by service and operation, in every protocol."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.conftest import PRODUCER, MakeClient


@pytest.mark.parametrize(
    ("service", "method", "parameters", "named"),
    [
        ("sqs", "list_message_move_tasks", {"SourceArn": "a"}, "sqs:ListMessageMoveTasks"),
        ("iam", "create_login_profile", {"UserName": "u"}, "iam:CreateLoginProfile"),
        ("s3", "get_bucket_acl", {"Bucket": "zone"}, "s3:GetBucketAcl"),
        ("lambda", "list_layers", {}, "lambda:ListLayers"),
        ("cloudwatch", "list_dashboards", {}, "cloudwatch:ListDashboards"),
        ("ec2", "describe_instances", {}, "service 'ec2'"),
        ("stepfunctions", "list_state_machines", {}, "stepfunctions:ListStateMachines"),
    ],
)
def test_an_operation_outside_the_list_is_named(
    client: MakeClient, service: str, method: str, parameters: dict[str, str], named: str
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(client(service, PRODUCER), method)(**parameters)

    error = refused.value.response
    assert error["Error"]["Code"] == "NotImplemented"
    assert named in error["Error"]["Message"]
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 501
