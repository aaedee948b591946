"""Queues whose failed messages are kept and told about."""

from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from mesh_constructs.alerts import Alarm, Metric
from mesh_constructs.place import Place
from mesh_constructs.policy import NOT_BY_TLS, Statement, deny, document

_FORTNIGHT = 14 * 24 * 3600
_HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class QueueProps:
    """What one queue is.

    Attributes:
        name: without ``.fifo``.
        visibility_seconds: six times what its function may take, as Lambda asks for.
        fifo: whether messages of one group stay in order.
        receives: attempts before a message counts as failed.
        statements: of its policy, beyond that nothing passes without TLS.
    """

    place: Place
    name: str
    topic_arn: str
    visibility_seconds: int
    fifo: bool = False
    receives: int = 5
    statements: tuple[Statement, ...] = ()


class DeadLetters(Construct):
    """Keeps failed messages for two weeks; the first one raises an alarm."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        name: str,
        topic_arn: str,
        statements: tuple[Statement, ...] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        self.arn = place.queue_arn(name)
        self.queue = _queue(self, name, retention=_FORTNIGHT)
        _policy(self, self.queue, self.arn, statements)
        Alarm(
            self,
            "Filled",
            topic_arn=topic_arn,
            metric=_metric("ApproximateNumberOfMessagesVisible", name),
            says=f"{name} holds messages that failed: read one, mend the cause, redrive the queue.",
        )


class Queue(Construct):
    """A queue with its dead letters, and an alarm when the oldest message waits an hour."""

    def __init__(self, scope: Construct, construct_id: str, props: QueueProps) -> None:
        super().__init__(scope, construct_id)
        suffix = ".fifo" if props.fifo else ""
        self.name = f"{props.name}{suffix}"
        self.arn = props.place.queue_arn(self.name)
        dead_name = f"{props.name}-dlq{suffix}"
        dead = DeadLetters(
            self, "Dlq", place=props.place, name=dead_name, topic_arn=props.topic_arn
        )
        self.queue = _queue(
            self, self.name, visibility=props.visibility_seconds, dead=dead, receives=props.receives
        )
        _policy(self, self.queue, self.arn, props.statements)
        Alarm(
            self,
            "Waits",
            topic_arn=props.topic_arn,
            metric=_metric("ApproximateAgeOfOldestMessage", self.name),
            threshold=_HOUR,
            says=f"{self.name} has a message that waits for an hour: is its function running?",
        )


def _metric(name: str, queue: str) -> Metric:
    return Metric(namespace="AWS/SQS", name=name, dimensions={"QueueName": queue})


def _queue(
    scope: Construct,
    name: str,
    *,
    visibility: int | None = None,
    retention: int = 4 * 24 * _HOUR,
    dead: DeadLetters | None = None,
    receives: int = 5,
) -> sqs.CfnQueue:
    redrive = (
        {"deadLetterTargetArn": dead.queue.attr_arn, "maxReceiveCount": receives} if dead else None
    )
    queue = sqs.CfnQueue(
        scope,
        "Queue",
        queue_name=name,
        fifo_queue=True if name.endswith(".fifo") else None,
        message_retention_period=retention,
        redrive_policy=redrive,
        sqs_managed_sse_enabled=True,
        visibility_timeout=visibility,
    )
    queue.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    return queue


def _policy(
    scope: Construct, queue: sqs.CfnQueue, arn: str, statements: tuple[Statement, ...]
) -> None:
    tls = deny("OnlyTls", ["sqs:*"], arn, to={"AWS": "*"}, when=NOT_BY_TLS)
    sqs.CfnQueuePolicy(
        scope, "Policy", queues=[queue.ref], policy_document=document(tls, *statements)
    )
