"""One event source mapping: what it joins and how it may be changed."""

import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from moto.sqs.models import sqs_backends

from emulator.api import AwsError
from emulator.functions.description import FunctionName, read_function

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_MAX_BATCH = 10
_MAX_WINDOWED_BATCH = 10_000
# AWS begins with up to five batches of a standard queue at once, each with cores of its own. Here
# they share this machine's: more batches than cores start more cold processes, and end no sooner.
_DEFAULT_CONCURRENCY = min(5, max(2, os.cpu_count() or 2))
_SETTINGS = frozenset(
    {
        *("FunctionName", "Enabled", "BatchSize", "MaximumBatchingWindowInSeconds"),
        *("FunctionResponseTypes", "ScalingConfig", "EventSourceArn", "UUID", "Tags"),
    }
)


@dataclass(frozen=True, kw_only=True)
class EventSourceMapping:
    """A queue and the function that gets its messages."""

    identifier: str
    account: str
    queue_arn: str
    function: FunctionName
    enabled: bool = True
    batch_size: int = _MAX_BATCH
    window_seconds: int = 0
    partial_failures: bool = False
    maximum_concurrency: int | None = None
    modified: float = 0.0

    @classmethod
    def create(cls, call_account: str, function: FunctionName, queue_arn: str) -> Self:
        """A mapping with every setting at its default."""
        return cls(
            identifier=str(uuid.uuid4()),
            account=call_account,
            queue_arn=queue_arn,
            function=function,
            modified=time.time(),
        )

    def changed(self, parameters: Mapping[str, Any]) -> Self:
        """Give this mapping with what a create or update call says.

        Raises:
            AwsError: NotImplemented for what is not honoured; InvalidParameterValueException.
        """
        for name in sorted(set(parameters) - _SETTINGS):
            message = f"event source mappings with {name} are not served"
            raise AwsError("NotImplemented", message, 501)
        scaling = parameters.get("ScalingConfig")
        types = parameters.get("FunctionResponseTypes")
        made = replace(
            self,
            enabled=parameters.get("Enabled", self.enabled),
            batch_size=parameters.get("BatchSize", self.batch_size),
            window_seconds=parameters.get("MaximumBatchingWindowInSeconds", self.window_seconds),
            partial_failures=self.partial_failures
            if types is None
            else "ReportBatchItemFailures" in types,
            maximum_concurrency=self.maximum_concurrency
            if scaling is None
            else scaling.get("MaximumConcurrency"),
            modified=time.time(),
        )
        made.check()
        return made

    @property
    def fifo(self) -> bool:
        """Whether the queue keeps order."""
        return self.queue_arn.endswith(".fifo")

    @property
    def concurrency(self) -> int:
        """How many batches may run side by side."""
        return self.maximum_concurrency or _DEFAULT_CONCURRENCY

    def check(self) -> None:
        """Refuse what AWS refuses.

        Raises:
            AwsError: InvalidParameterValueException.
        """
        limit = _MAX_WINDOWED_BATCH if self.window_seconds else _MAX_BATCH
        if not 1 <= self.batch_size <= limit:
            message = f"BatchSize {self.batch_size} is not within 1 and {limit}"
            raise AwsError("InvalidParameterValueException", f"{message} for this batching window")
        if self.fifo and self.window_seconds:
            message = "Batching window is not supported for FIFO queues"
            raise AwsError("InvalidParameterValueException", message)

    def shown(self) -> dict[str, Any]:
        """As the API shows it."""
        types = ["ReportBatchItemFailures"] if self.partial_failures else []
        scaling = {"MaximumConcurrency": self.maximum_concurrency}
        region = self.function.region
        arn = f"arn:aws:lambda:{region}:{self.account}:event-source-mapping:{self.identifier}"
        return {
            "UUID": self.identifier,
            "EventSourceMappingArn": arn,
            "EventSourceArn": self.queue_arn,
            "FunctionArn": self.function.arn,
            "BatchSize": self.batch_size,
            "MaximumBatchingWindowInSeconds": self.window_seconds,
            "FunctionResponseTypes": types,
            "LastModified": self.modified,
            "State": "Enabled" if self.enabled else "Disabled",
            "StateTransitionReason": "USER_INITIATED",
            **({"ScalingConfig": scaling} if self.maximum_concurrency else {}),
        }


def find_queue(arn: str) -> Any:  # noqa: ANN401 - moto's own Queue
    """Moto's queue; hold the cloud's lock.

    Raises:
        AwsError: InvalidParameterValueException, if there is none.
    """
    region, account, name = arn.split(":")[3:6] if arn.count(":") == 5 else ("", "", "")  # noqa: PLR2004 - an ARN's colons
    queue = sqs_backends[account][region].queues.get(name) if account else None
    if queue is None or arn.split(":")[2] != "sqs":
        message = f"Unrecognized event source {arn}: only queues that exist can be mapped."
        raise AwsError("InvalidParameterValueException", message)
    return queue


def check_together(cloud: "Cloud", mapping: EventSourceMapping) -> None:
    """Refuse a function that could not take this queue's messages.

    Raises:
        AwsError: InvalidParameterValueException, ResourceNotFoundException.
    """
    function = read_function(cloud, mapping.function)
    with cloud.lock:
        visibility = int(find_queue(mapping.queue_arn).visibility_timeout)
    if visibility < function.timeout_seconds:
        raise AwsError(
            "InvalidParameterValueException",
            f"Queue visibility timeout: {visibility} seconds is less than Function timeout: "
            f"{function.timeout_seconds} seconds",
        )
    role = cloud.principal_of(cloud.session(function.role, "event-source").access_key)
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        try:
            cloud.authorise(role, f"sqs:{action}", mapping.queue_arn)
        except AwsError as refused:
            message = (
                f"The function execution role does not have permissions to call {action} on SQS"
                f" ({refused.message})"
            )
            raise AwsError("InvalidParameterValueException", message) from None
