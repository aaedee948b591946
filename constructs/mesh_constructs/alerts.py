"""Where an account hears that something needs a person."""

from collections.abc import Mapping

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.policy import NOT_BY_TLS, Statement, allow, deny, document, service

TOPIC = "mesh-alerts"


class Alerts(Construct):
    """The account's encrypted alert topic; alarms of the account and named publishers reach it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        names: Names,
        account: str,
        key_arn: str,
        statements: tuple[Statement, ...] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        self.arn = names.topic_arn(account, TOPIC)
        topic = sns.CfnTopic(self, "Topic", topic_name=TOPIC, kms_master_key_id=key_arn)
        of_account = {"StringEquals": {"aws:SourceAccount": account}}
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


class Alarm(Construct):
    """Tells the account's topic as soon as one metric is at or above a threshold."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        topic_arn: str,
        metric: tuple[str, str],
        dimensions: Mapping[str, str],
        says: str,
        threshold: float = 1,
        statistic: str = "Maximum",
    ) -> None:
        super().__init__(scope, construct_id)
        namespace, name = metric
        cloudwatch.CfnAlarm(
            self,
            "Alarm",
            alarm_description=says,
            namespace=namespace,
            metric_name=name,
            dimensions=[{"name": key, "value": value} for key, value in dimensions.items()],
            statistic=statistic,
            period=60,
            evaluation_periods=1,
            threshold=threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[topic_arn],
        )
