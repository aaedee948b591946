"""Where an account hears that something needs a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from mesh_constructs.place import Place
from mesh_constructs.policy import NOT_BY_TLS, Statement, allow, deny, document, service

TOPIC = "mesh-alerts"


class Alerts(Construct):
    """The account's encrypted alert topic; alarms of the account and named publishers reach it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        key_arn: str,
        statements: tuple[Statement, ...] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        self.arn = place.names.topic_arn(place.account, TOPIC)
        topic = sns.CfnTopic(self, "Topic", topic_name=TOPIC, kms_master_key_id=key_arn)
        of_account = {"StringEquals": {"aws:SourceAccount": place.account}}
        sns.CfnTopicPolicy(
            self,
            "Policy",
            topics=[topic.ref],
            policy_document=document(
                deny("OnlyTls", ["sns:Publish"], self.arn, to={"AWS": "*"}, when=NOT_BY_TLS),
                allow(
                    "Alarms",
                    ["sns:Publish"],
                    self.arn,
                    to=service("cloudwatch"),
                    when=of_account,
                ),
                *statements,
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One number of CloudWatch, and how to read it over a minute."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str = "Maximum"


class Alarm(Construct):
    """Tells the account's topic as soon as one metric is at or above a threshold."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        topic_arn: str,
        metric: Metric,
        says: str,
        threshold: float = 1,
    ) -> None:
        super().__init__(scope, construct_id)
        cloudwatch.CfnAlarm(
            self,
            "Alarm",
            alarm_description=says,
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=[{"name": key, "value": value} for key, value in metric.dimensions.items()],
            statistic=metric.statistic,
            period=60,
            evaluation_periods=1,
            threshold=threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[topic_arn],
        )
