"""How governance hears of each landed file."""

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from mesh_constructs.place import Place
from mesh_constructs.policy import Statement, allow, document, service, trust
from mesh_constructs.queue import DeadLetters

_RULE = "mesh-landing"


class LandingEvents(Construct):
    """Sends each new object of landing to the scanner's queue; what cannot be delivered is kept.

    The message group is the domain: the queue is fair, so one domain's backfill starves nobody.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        bucket: str,
        undelivered: DeadLetters,
    ) -> None:
        super().__init__(scope, construct_id)
        queue = place.names.queue_arn("mesh-scanner")
        send = document(allow("Send", ["sqs:SendMessage"], queue))
        role = iam.CfnRole(
            self,
            "Role",
            role_name="mesh-landing-events",
            description="Lets EventBridge send landing events to governance's scanner queue.",
            assume_role_policy_document=trust(service("events")),
            policies=[{"policyName": "own", "policyDocument": send}],
        )
        events.CfnRule(
            self,
            "Rule",
            name=_RULE,
            description="New objects in landing go to governance's scanner queue.",
            event_pattern={
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {"bucket": {"name": [bucket]}},
            },
            targets=[
                {
                    "id": "scanner",
                    "arn": queue,
                    "roleArn": role.attr_arn,
                    "sqsParameters": {"messageGroupId": place.owner},
                    "deadLetterConfig": {"arn": undelivered.queue.attr_arn},
                    "retryPolicy": {
                        "maximumRetryAttempts": 185,
                        "maximumEventAgeInSeconds": 24 * 3600,
                    },
                }
            ],
        )


def undelivered_events(place: Place, queue: str) -> Statement:
    """Let the landing rule put what it could not deliver into a queue of its own account."""
    rule = f"arn:aws:events:{place.names.region}:{place.account}:rule/{_RULE}"
    return allow(
        "Undelivered",
        ["sqs:SendMessage"],
        place.queue_arn(queue),
        to=service("events"),
        when={"ArnEquals": {"aws:SourceArn": rule}},
    )
