"""Events about objects, as S3 gives them to EventBridge; delivered outside of the request."""

import queue
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from moto.s3 import models, notifications

from emulator.moto_door import serving

if TYPE_CHECKING:
    from emulator.cloud import Cloud

Event: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[str, Event], None]
"""Takes the owner's account and an event."""

_CREATED = "s3:ObjectCreated:"
_REMOVED = "s3:ObjectRemoved:"


class ObjectEvents:
    """Takes what moto's S3 announces and hands it to EventBridge in a thread of its own."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._waiting: queue.SimpleQueue[tuple[str, Event] | None] = queue.SimpleQueue()
        self._last_sequencer = 0
        self._receive: Receive = self._put

    def hand_to(self, receive: Receive) -> None:
        """Hand events to someone else than EventBridge's default bus."""
        self._receive = receive

    def listen(self) -> None:
        """Take every announcement from now on."""
        notifications.send_event = self.announce
        # The bucket's own creation is announced to every bus in moto, and to none in AWS.
        models.events_send_notification = lambda **_: None  # type: ignore[attr-defined]
        self._cloud.background("s3-events", self._deliver)
        self._cloud.at_stop(lambda: self._waiting.put(None))

    def announce(self, account_id: str, event_name: str, bucket: Any, key: Any) -> None:  # noqa: ANN401 - moto's own objects
        """Note an event; called by moto within the request, under the lock."""
        configuration = bucket.notification_configuration
        name = str(getattr(event_name, "value", event_name))
        if configuration is None or configuration.event_bridge is None:
            return
        if not name.startswith((_CREATED, _REMOVED)) or getattr(key, "announced", False):
            return
        # moto announces a completed upload twice: as a put, and as what it is.
        key.announced = name.startswith(_CREATED)
        self._waiting.put((account_id, self._event(account_id, name, bucket, key)))

    def _event(self, account: str, name: str, bucket: Any, key: Any) -> Event:  # noqa: ANN401 - moto's own objects
        call = serving.get()
        detail: Event = {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": self._object(bucket, key, created=name.startswith(_CREATED)),
            "request-id": call.request_id if call else str(uuid.uuid4()),
            "requester": call.account if call else account,
            "source-ip-address": "127.0.0.1",
            "reason": call.operation if call else "PutObject",
        }
        if name.startswith(_REMOVED):
            marker = name.endswith("DeleteMarkerCreated")
            detail["deletion-type"] = "Delete Marker Created" if marker else "Permanently Deleted"
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Object Created" if name.startswith(_CREATED) else "Object Deleted",
            "source": "aws.s3",
            "account": account,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": bucket.region_name,
            "resources": [bucket.arn],
            "detail": detail,
        }

    def _object(self, bucket: Any, key: Any, *, created: bool) -> Event:  # noqa: ANN401 - moto's own objects
        described: Event = {"key": key.name, "sequencer": self._sequencer()}
        if created:
            described |= {"size": key.size, "etag": key.etag.replace('"', "")}
        if bucket.is_versioned:
            described["version-id"] = key.version_id
        return described

    def _sequencer(self) -> str:
        # Time in nanoseconds, but never the same or less: events of one key are ordered by it.
        self._last_sequencer = max(time.time_ns(), self._last_sequencer + 1)
        return f"{self._last_sequencer:018X}"

    def _deliver(self, stop: threading.Event) -> None:
        while not stop.is_set():
            waiting = self._waiting.get()
            if waiting is not None:
                self._receive(*waiting)

    def _put(self, account: str, event: Event) -> None:
        from emulator.events.delivery import put_event  # noqa: PLC0415 - set up after S3

        put_event(self._cloud, account, "default", event)
