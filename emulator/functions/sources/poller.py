"""Takes batches from one queue and hands them to one function."""

import json
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError
from emulator.functions.description import read_function
from emulator.functions.invoke import Invocation, run
from emulator.functions.sources.mapping import EventSourceMapping, find_queue
from emulator.functions.sources.records import failed_receipts, to_record

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_log = logging.getLogger(__name__)
_RECEIVE_AT_ONCE = 10
_LONGEST_WAIT_SECONDS = 60.0
_AFTER_FAULT_SECONDS = 1.0
_AFTER_NOTHING_SECONDS = 0.02


class Poller:
    """A mapping at work, from its creation until it is stopped."""

    def __init__(self, cloud: "Cloud", mapping: EventSourceMapping) -> None:
        self._cloud = cloud
        self._mapping = mapping
        with cloud.lock:
            self._queue = find_queue(mapping.queue_arn)
            # moto must never call the function itself, within the sender's request.
            self._queue.lambda_event_source_mappings = {}
        # Its condition is notified by moto for each new message; we notify it ourselves else.
        self._changed: threading.Condition = self._queue._messages_lock  # noqa: SLF001 - moto has no other door
        self._stopped = False
        self._free = mapping.concurrency
        self._threads = ThreadPoolExecutor(mapping.concurrency, thread_name_prefix="batch")
        cloud.background(f"poll-{mapping.queue_arn}", self._poll)
        cloud.at_stop(self.stop)

    def stop(self) -> None:
        """Take no more batches; the running ones end by themselves."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _poll(self, stop: threading.Event) -> None:
        try:
            while self._wait_for_messages(stop):
                batch = self._receive()
                if batch:
                    with self._changed:
                        self._free -= 1
                    self._threads.submit(self._process, batch)
                else:
                    # It moved to the dead letters, or somebody else was faster.
                    stop.wait(_AFTER_NOTHING_SECONDS)
        except AwsError as error:
            if not stop.is_set():
                _log.warning("%s is not polled any more: %s", self._mapping.queue_arn, error)
        finally:
            self._threads.shutdown()

    def _wait_for_messages(self, stop: threading.Event) -> bool:
        """Wait until a message may be received; False at the end."""
        with self._changed:
            while not (self._stopped or stop.is_set()):
                wait = self._seconds_to_next()
                if self._free > 0 and wait <= 0:
                    return True
                self._changed.wait(_LONGEST_WAIT_SECONDS if self._free <= 0 else wait)
        return False

    def _seconds_to_next(self) -> float:
        now = time.time() * 1000
        queue, blocked = self._queue, set()
        if self._mapping.fifo:
            blocked = {m.group_id for m in queue.pending_messages if m.visible_at >= now}
        waits = [
            max(message.visible_at - now + 1, message.delayed_until - now, 0)
            for message in list(queue._messages)  # noqa: SLF001 - moto has no other door
            if message.group_id not in blocked or message.visible_at >= now
        ]
        return min(min(waits, default=_LONGEST_WAIT_SECONDS * 1000) / 1000, _LONGEST_WAIT_SECONDS)

    def _receive(self) -> list[dict[str, Any]]:
        """One batch: full, or what there is when the batching window ends."""
        ends = time.monotonic() + self._mapping.window_seconds
        batch = self._receive_up_to(self._mapping.batch_size)
        while batch and len(batch) < self._mapping.batch_size:
            left = ends - time.monotonic()
            if left <= 0 or self._stopped:
                break
            with self._changed:
                self._changed.wait(min(left, self._seconds_to_next()))
            batch += self._receive_up_to(self._mapping.batch_size - len(batch))
        return batch

    def _receive_up_to(self, count: int) -> list[dict[str, Any]]:
        parameters = {
            "QueueUrl": self._url,
            "MaxNumberOfMessages": min(count, _RECEIVE_AT_ONCE),
            "WaitTimeSeconds": 0,
            "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        }
        received: list[dict[str, Any]] = self._sqs("ReceiveMessage", parameters).get("Messages", [])
        return received

    def _process(self, batch: Sequence[dict[str, Any]]) -> None:
        try:
            records = [to_record(message, self._mapping.queue_arn) for message in batch]
            ended = self._invoke(json.dumps({"Records": records}).encode())
            if ended is not None:
                self._settle(batch, ended)
        except AwsError as error:
            # The messages come back when their visibility ends.
            _log.warning("a batch of %s failed: %s", self._mapping.queue_arn, error)
            time.sleep(0 if self._stopped else _AFTER_FAULT_SECONDS)
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _invoke(self, payload: bytes) -> Invocation | None:
        function = read_function(self._cloud, self._mapping.function)
        ended = run(self._cloud, function, payload, queue=True)
        return None if ended.error else ended

    def _settle(self, batch: Sequence[dict[str, Any]], ended: Invocation) -> None:
        failed = failed_receipts(batch, ended.payload) if self._mapping.partial_failures else set()
        for message in batch:
            if message["ReceiptHandle"] not in failed:
                handle = {"QueueUrl": self._url, "ReceiptHandle": message["ReceiptHandle"]}
                self._sqs("DeleteMessage", handle)

    @property
    def _url(self) -> str:
        return f"{self._cloud.endpoint}/{self._queue.account_id}/{self._queue.name}"

    def _sqs(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return self._cloud.moto(
            "sqs",
            operation,
            parameters,
            account=self._queue.account_id,
            region=self._queue.region,
        )
