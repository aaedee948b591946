"""SSM, Logs, CloudWatch and ECR, called once per operation."""

import json
from datetime import UTC, datetime

from tests.emulator.arrange import Json, allow, policy
from tests.emulator.conftest import BotoClient
from tests.emulator.kernel.stories import ARN, ROOT, TAGS


def ssm(call: BotoClient) -> None:
    tagged = {"ResourceType": "Parameter", "ResourceId": "/mesh/api"}
    call.put_parameter(Name="/mesh/api", Value="v", Type="String")
    assert call.get_parameter(Name="/mesh/api")["Parameter"]["Value"] == "v"
    assert call.get_parameters(Names=["/mesh/api"])["Parameters"]
    assert call.get_parameters_by_path(Path="/mesh")["Parameters"]
    assert call.describe_parameters()["Parameters"]
    call.add_tags_to_resource(**tagged, Tags=TAGS)
    assert call.list_tags_for_resource(**tagged)["TagList"] == TAGS
    call.remove_tags_from_resource(**tagged, TagKeys=["a"])
    call.delete_parameter(Name="/mesh/api")


def logs(call: BotoClient) -> None:
    group, arn = {"logGroupName": "g"}, ARN.format("logs", "log-group:g")
    stream = {**group, "logStreamName": "s"}
    call.create_log_group(**group)
    call.create_log_stream(**stream)
    now = int(datetime.now(UTC).timestamp() * 1000)
    call.put_log_events(**stream, logEvents=[{"timestamp": now, "message": "m"}])
    assert call.get_log_events(**stream)["events"][0]["message"] == "m"
    assert call.filter_log_events(**group)["events"]
    call.put_retention_policy(**group, retentionInDays=7)
    assert call.describe_log_groups()["logGroups"][0]["retentionInDays"] == 7
    call.delete_retention_policy(**group)
    assert call.describe_log_streams(**group)["logStreams"]
    call.tag_resource(resourceArn=arn, tags={"a": "b"})
    assert call.list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "b"}
    call.untag_resource(resourceArn=arn, tagKeys=["a"])
    call.delete_log_group(**group)


def cloudwatch(call: BotoClient) -> None:
    metric: Json = {"Namespace": "n", "MetricName": "m"}
    when = datetime.now(UTC)
    call.put_metric_data(Namespace="n", MetricData=[{"MetricName": "m", "Value": 1}])
    assert call.list_metrics()["Metrics"]
    span = {"StartTime": when.replace(year=2020), "EndTime": when.replace(year=2100)}
    asked: Json = {**metric, **span, "Period": 60, "Statistics": ["Sum"]}
    assert "Datapoints" in call.get_metric_statistics(**asked)
    call.put_metric_alarm(
        AlarmName="a",
        **metric,
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Sum",
        Threshold=0,
    )
    arn = call.describe_alarms()["MetricAlarms"][0]["AlarmArn"]
    call.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="r")
    call.tag_resource(ResourceARN=arn, Tags=TAGS)
    assert call.list_tags_for_resource(ResourceARN=arn)["Tags"] == TAGS
    call.delete_alarms(AlarmNames=["a"])


def ecr(call: BotoClient) -> None:
    one = {"repositoryName": "repo"}
    arn = call.create_repository(**one)["repository"]["repositoryArn"]
    assert call.describe_repositories()["repositories"]
    expire = {
        "rulePriority": 1,
        "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1},
        "action": {"type": "expire"},
    }
    call.put_lifecycle_policy(**one, lifecyclePolicyText=json.dumps({"rules": [expire]}))
    assert call.get_lifecycle_policy(**one)["lifecyclePolicyText"]
    call.delete_lifecycle_policy(**one)
    opened = {**allow("ecr:BatchGetImage", Principal=ROOT)}
    del opened["Resource"]
    call.set_repository_policy(**one, policyText=policy(opened))
    assert call.get_repository_policy(**one)["policyText"]
    call.delete_repository_policy(**one)
    call.put_image_scanning_configuration(**one, imageScanningConfiguration={"scanOnPush": True})
    call.put_image_tag_mutability(**one, imageTagMutability="IMMUTABLE")
    call.tag_resource(resourceArn=arn, tags=TAGS)
    assert call.list_tags_for_resource(resourceArn=arn)["tags"] == TAGS
    call.delete_repository(**one)
