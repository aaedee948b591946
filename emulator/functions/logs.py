"""What functions and their platform write into CloudWatch Logs."""

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError
from emulator.iam.explaining import asking

if TYPE_CHECKING:
    from emulator.cloud import Cloud
    from emulator.functions.worker import Worker

_MAX_EVENT = 250_000


class FunctionLogs:
    """Writes log events as the function's role may; makes group and stream when first needed.

    What the role may not write is lost without a word, as on AWS (Lambda developer guide, "Sending
    Lambda function logs to CloudWatch Logs").
    """

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._streams: set[tuple[str, str]] = set()

    def write(self, worker: "Worker", lines: list[str]) -> None:
        """Add lines to a worker's stream."""
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line[:_MAX_EVENT]} for line in lines if line]
        if not events:
            return
        place, group = worker.function.place, worker.function.log_group
        stream = {"logGroupName": group, "logStreamName": worker.stream}
        if (place.account, worker.stream) not in self._streams:
            if self._is_deleted(worker):
                # Its log group may be deleted with it: the last words must not bring it back.
                return
            self._make(worker, "CreateLogGroup", {"logGroupName": group})
            self._make(worker, "CreateLogStream", stream)
            self._streams.add((place.account, worker.stream))
        self._do(worker, "PutLogEvents", {**stream, "logEvents": events})

    def _is_deleted(self, worker: "Worker") -> bool:
        place = worker.function.place
        try:
            self._cloud.moto(
                "lambda",
                "GetFunctionConfiguration",
                {"FunctionName": place.name},
                account=place.account,
                region=place.region,
            )
        except AwsError as error:
            if error.code == "ResourceNotFoundException":
                return True
            raise
        return False

    def _make(self, worker: "Worker", operation: str, parameters: dict[str, Any]) -> None:
        try:
            self._do(worker, operation, parameters)
        except AwsError as error:
            if error.code != "ResourceAlreadyExistsException":
                raise

    def _do(self, worker: "Worker", operation: str, parameters: dict[str, Any]) -> None:
        place = worker.function.place
        stream = parameters.get("logStreamName", "")
        where = f"log-group:{parameters['logGroupName']}:log-stream:{stream}"
        arn = f"arn:aws:logs:{place.region}:{place.account}:{where}"
        if not self._may(worker, f"logs:{operation}", arn):
            return
        try:
            self._cloud.moto(
                "logs", operation, parameters, account=place.account, region=place.region
            )
        except AwsError as error:
            # Group or stream are missing where the role may not make them.
            if error.code != "ResourceNotFoundException":
                raise

    def _may(self, worker: "Worker", action: str, arn: str) -> bool:
        role = self._cloud.principal_of(worker.access_key)
        # Whoever invokes does not ask for this, and is not told of it.
        with asking(None):
            try:
                return self._cloud.authority.decide(role, action, arn, {}).allowed
            except AwsError as gone:
                if gone.code == "InvalidClientTokenId":
                    return False
                raise


def lines_of(text: bytes) -> list[str]:
    """Log events in what a process wrote: one per line, a traceback is one."""
    return [
        line.replace("\r", "\n") for line in text.decode("utf-8", "replace").split("\n") if line
    ]


def start_line(request_id: str, *, as_json: bool) -> str:
    """Say that an invocation begins."""
    if as_json:
        return _platform("platform.start", {"requestId": request_id, "version": "$LATEST"})
    return f"START RequestId: {request_id} Version: $LATEST"


def end_lines(
    request_id: str, *, milliseconds: float, worker: "Worker", status: str, as_json: bool
) -> list[str]:
    """Say how an invocation ended and what it cost."""
    size, peak = worker.function.memory_mb, worker.peak_mb
    if as_json:
        metrics = {
            "durationMs": round(milliseconds, 3),
            "billedDurationMs": int(milliseconds) + 1,
            "memorySizeMB": size,
            "maxMemoryUsedMB": peak,
        }
        record = {"requestId": request_id, "metrics": metrics, "status": status}
        return [_platform("platform.report", record)]
    report = (
        f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t"
        f"Billed Duration: {int(milliseconds) + 1} ms\tMemory Size: {size} MB\t"
        f"Max Memory Used: {peak} MB\t"
    )
    return [f"END RequestId: {request_id}", report]


def _platform(kind: str, record: dict[str, Any]) -> str:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": now, "type": kind, "record": record})
