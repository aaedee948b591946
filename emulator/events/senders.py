"""How something reaches a queue, a function, a topic or a bus, with the permission it takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Principal
from emulator.functions.invoke import invoke
from emulator.iam.actions.keys_in_use import WRITING, uses_key
from emulator.iam.matching import Context

if TYPE_CHECKING:
    from emulator.cloud import Cloud


@dataclass(frozen=True, kw_only=True)
class Sender:
    """On whose behalf something is sent.

    Attributes:
        service: like ``events.amazonaws.com``.
        source_arn: the rule or topic; its account is the source's.
        role_arn: role that the target names; without one the service itself sends.
    """

    service: str
    source_arn: str
    role_arn: str | None = None

    def may(self, cloud: "Cloud", action: str, arn: str) -> None:
        """Let it pass or refuse.

        Raises:
            AwsError: AccessDenied.
        """
        principal = Principal(account="", arn=self.service, kind="service")
        if self.role_arn:
            session = cloud.assume(self.role_arn, "delivery", principal=principal)
            role = cloud.principal_of(session.access_key)
            cloud.authorise(role, action, arn)
            self._use_key(cloud, role, arn, {})
            return
        account = self.source_arn.split(":")[4]
        context = {"aws:SourceArn": self.source_arn, "aws:SourceAccount": account}
        organisation = cloud.organisation.id_for(account)
        if organisation:
            context["aws:SourceOrgID"] = organisation
        cloud.authorise(principal, action, arn, context)
        self._use_key(cloud, principal, arn, context)

    @staticmethod
    def _use_key(cloud: "Cloud", principal: Principal, arn: str, context: Context) -> None:
        """Let the sender encrypt for a queue or topic that has a key of its own."""
        if arn.split(":")[2] not in {"sqs", "sns"}:
            return
        with cloud.lock:
            for need in uses_key(arn, WRITING, principal.account):
                cloud.authorise(principal, need.action, need.resource, {**need.context, **context})


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message for a queue."""

    body: str
    group: str | None = None
    deduplication: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


def to_queue(cloud: "Cloud", sender: Sender, arn: str, letter: Letter) -> None:
    """Send to a queue in whichever account.

    Raises:
        AwsError: AccessDenied, or as SQS refuses.
    """
    sender.may(cloud, "sqs:SendMessage", arn)
    region, account, name = arn.split(":")[3:6]
    message: dict[str, Any] = {
        "QueueUrl": f"{cloud.endpoint}/{account}/{name}",
        "MessageBody": letter.body,
    }
    if letter.group:
        message["MessageGroupId"] = letter.group
    if letter.deduplication and name.endswith(".fifo"):
        message["MessageDeduplicationId"] = letter.deduplication
    if letter.attributes:
        message["MessageAttributes"] = dict(letter.attributes)
    cloud.moto("sqs", "SendMessage", message, account=account, region=region)


def to_function(cloud: "Cloud", sender: Sender, arn: str, payload: str) -> None:
    """Queue a call of a function.

    Raises:
        AwsError: AccessDenied, ResourceNotFoundException.
    """
    sender.may(cloud, "lambda:InvokeFunction", arn)
    invoke(cloud, arn, payload.encode(), wait=False)


def as_function_input(text: str) -> str:
    """The text itself if it is JSON, else as a JSON text: functions take nothing else."""
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return json.dumps(text)
    return text


def is_final(error: AwsError) -> bool:
    """Whether trying again is useless: nobody may, or nothing is there."""
    return error.status in {403, 404, 501} or error.code in {
        *("AccessDenied", "AccessDeniedException", "NotFound", "NoSuchEntity"),
        *("ResourceNotFoundException", "AWS.SimpleQueueService.NonExistentQueue"),
        *("QueueDoesNotExist", "InvalidParameterValue", "MissingParameter"),
    }
