"""Every property that queues, topics, rules, alarms and log groups honour is really set."""

import json
from collections.abc import Collection
from typing import Any

import pytest

from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account

TAGS = [{"Key": "team", "Value": "ops"}]


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "events", "cloudformation")


def resource(kind: str, **properties: Json) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def test_a_queue_has_its_attributes_and_policy(account: Account) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": {"Fn::GetAtt": ["Queue", "Arn"]},
    }
    status = account.create(
        {
            "Dead": resource("AWS::SQS::Queue", QueueName="dead.fifo", FifoQueue=True),
            "Queue": resource(
                "AWS::SQS::Queue",
                QueueName="work.fifo",
                FifoQueue=True,
                ContentBasedDeduplication=True,
                VisibilityTimeout=90,
                MessageRetentionPeriod=86400,
                RedrivePolicy={
                    "deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]},
                    "maxReceiveCount": 3,
                },
                Tags=TAGS,
            ),
            "Policy": resource(
                "AWS::SQS::QueuePolicy",
                Queues=[{"Ref": "Queue"}],
                PolicyDocument={"Version": "2012-10-17", "Statement": [statement]},
            ),
        }
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    sqs, url = account.client("sqs"), account.physical_id("Queue")
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (found["FifoQueue"], found["ContentBasedDeduplication"]) == ("true", "true")
    assert (found["VisibilityTimeout"], found["MessageRetentionPeriod"]) == ("90", "86400")
    assert json.loads(found["RedrivePolicy"])["maxReceiveCount"] in {3, "3"}
    assert json.loads(found["Policy"])["Statement"][0]["Resource"] == found["QueueArn"]
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "ops"}


def test_a_queue_changes_in_place_and_keeps_its_messages(account: Account) -> None:
    account.create({"Queue": resource("AWS::SQS::Queue", QueueName="q", VisibilityTimeout=5)})
    sqs, url = account.client("sqs"), account.physical_id("Queue")
    sqs.send_message(QueueUrl=url, MessageBody="still here")

    account.update({"Queue": resource("AWS::SQS::Queue", QueueName="q")})

    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (found["VisibilityTimeout"], found["ApproximateNumberOfMessages"]) == ("30", "1")


def test_a_topic_has_its_policy_and_subscription(account: Account) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": {"Ref": "Topic"},
    }
    status = account.create(
        {
            "Topic": resource(
                "AWS::SNS::Topic", TopicName="alerts", DisplayName="Alerts", Tags=TAGS
            ),
            "Policy": resource(
                "AWS::SNS::TopicPolicy",
                Topics=[{"Ref": "Topic"}],
                PolicyDocument={"Version": "2012-10-17", "Statement": [statement]},
            ),
            "Queue": resource("AWS::SQS::Queue"),
            "Subscription": resource(
                "AWS::SNS::Subscription",
                TopicArn={"Ref": "Topic"},
                Protocol="sqs",
                Endpoint={"Fn::GetAtt": ["Queue", "Arn"]},
                RawMessageDelivery=True,
            ),
        }
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    sns, arn = account.client("sns"), account.physical_id("Topic")
    found = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert found["DisplayName"] == "Alerts"
    assert json.loads(found["Policy"])["Statement"][0]["Resource"] == arn
    subscription = sns.get_subscription_attributes(
        SubscriptionArn=account.physical_id("Subscription")
    )["Attributes"]
    assert subscription["RawMessageDelivery"] == "true"


def test_a_rule_on_an_own_bus_has_pattern_and_target(account: Account) -> None:
    account_statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::100000000001:root"},
        "Action": "events:PutEvents",
        "Resource": {"Fn::GetAtt": ["Bus", "Arn"]},
    }
    status = account.create(
        {
            "Bus": resource("AWS::Events::EventBus", Name="mesh"),
            "Policy": resource(
                "AWS::Events::EventBusPolicy",
                EventBusName={"Ref": "Bus"},
                StatementId="governance",
                Statement=account_statement,
            ),
            "Queue": resource("AWS::SQS::Queue", QueueName="target"),
            "Rule": resource(
                "AWS::Events::Rule",
                Name="links",
                Description="on change",
                EventBusName={"Ref": "Bus"},
                EventPattern={"detail-type": ["LinksChanged"]},
                State="ENABLED",
                Targets=[{"Id": "T0", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "Input": "{}"}],
            ),
        }
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    events = account.client("events")
    rule = events.describe_rule(Name="links", EventBusName="mesh")
    assert json.loads(rule["EventPattern"]) == {"detail-type": ["LinksChanged"]}
    targets = events.list_targets_by_rule(Rule="links", EventBusName="mesh")["Targets"]
    assert [(t["Id"], t["Input"]) for t in targets] == [("T0", "{}")]
    policy = json.loads(events.describe_event_bus(Name="mesh")["Policy"])
    assert policy["Statement"][0]["Sid"] == "governance"
    assert account.delete() == "DELETE_COMPLETE", account.reasons()


def test_an_alarm_and_a_log_group_have_their_settings(account: Account) -> None:
    status = account.create(
        {
            "Alarm": resource(
                "AWS::CloudWatch::Alarm",
                AlarmName="late",
                AlarmActions=["arn:aws:sns:eu-central-1:200000000001:alerts"],
                ComparisonOperator="GreaterThanThreshold",
                EvaluationPeriods=2,
                MetricName="ApproximateAgeOfOldestMessage",
                Namespace="AWS/SQS",
                Dimensions=[{"Name": "QueueName", "Value": "work"}],
                Period=60,
                Statistic="Maximum",
                Threshold=300,
                TreatMissingData="notBreaching",
            ),
            "Logs": resource("AWS::Logs::LogGroup", LogGroupName="/aws/x", RetentionInDays=30),
        }
    )

    assert status == "CREATE_COMPLETE", account.reasons()
    alarm = account.client("cloudwatch").describe_alarms(AlarmNames=["late"])["MetricAlarms"][0]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (300.0, "notBreaching")
    assert alarm["AlarmActions"] == ["arn:aws:sns:eu-central-1:200000000001:alerts"]
    group = account.client("logs").describe_log_groups(logGroupNamePrefix="/aws/x")["logGroups"][0]
    assert group["retentionInDays"] == 30
