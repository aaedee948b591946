"""Rules with a schedule fire by the clock, or when somebody says so.

Source: EventBridge user guide "Schedule expression types for rules".
"""

import json
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.core.request import Request
from moto.events.models import events_backends
from werkzeug.wrappers import Response

from emulator.events.cron import Cron, ScheduleError, rate_seconds
from emulator.events.delivery import deliver

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_TICK_SECONDS = 1.0
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Clock:
    """Fires every enabled schedule of every account when it is due."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._next: dict[tuple[str, str], float] = {}

    def run(self, stop: threading.Event) -> None:
        """Look each second, until the end."""
        while not stop.wait(_TICK_SECONDS):
            self.tick(time.time())

    def tick(self, now: float) -> None:
        """Fire what is due; a rule that is seen first is due one interval later."""
        with self._cloud.lock:
            rules = list(scheduled_rules())
        seen = {}
        for rule in rules:
            key = (rule.arn, rule.scheduled_expression)
            due = self._next.get(key)
            if due is not None and due <= now:
                fire(self._cloud, rule)
                due = None
            seen[key] = next_time(rule.scheduled_expression, now) if due is None else due
        self._next = seen

    def fire_now(self, request: Request) -> Response:
        """Serve ``POST /_emulator/schedules/fire`` with ``{"account", "rule"}``."""
        if request.host.rsplit(":", 1)[0] not in _LOCAL_NAMES:
            return _json({"error": "only served on localhost"}, 403)
        try:
            asked = json.loads(request.get_data())
            account, name = asked["account"], asked["rule"]
        except (ValueError, KeyError, TypeError):
            return _json({"error": 'write {"account": "…", "rule": "…"}'}, 400)
        with self._cloud.lock:
            rules = [r for r in scheduled_rules() if (r.account_id, r.name) == (account, name)]
        for rule in rules:
            fire(self._cloud, rule)
        if not rules:
            message = f"account {account} has no enabled rule {name!r} with a schedule"
            return _json({"error": message}, 404)
        return _json({"fired": [rule.arn for rule in rules]}, 200)


def scheduled_rules() -> Iterator[Any]:
    """Enabled rules with a schedule; hold the cloud's lock."""
    for regions in events_backends.values():
        for backend in regions.values():
            for bus in backend.event_buses.values():
                for rule in bus.rules.values():
                    if rule.scheduled_expression and rule.state == "ENABLED":
                        yield rule


def fire(cloud: "Cloud", rule: Any) -> None:  # noqa: ANN401 - moto's own Rule
    """Send a schedule's event to the rule's targets."""
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": rule.account_id,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": rule.region_name,
        "resources": [rule.arn],
        "detail": {},
    }
    deliver(cloud, rule, event)


def next_time(expression: str, now: float) -> float:
    """When a schedule is due next; never, if it is not understood (PutRule refuses those)."""
    try:
        if expression.startswith("rate("):
            return now + rate_seconds(expression)
        return Cron(expression).after(now)
    except ScheduleError:
        return float("inf")


def _json(content: Any, status: int) -> Response:  # noqa: ANN401 - any JSON
    return Response(json.dumps(content), status, content_type="application/json")
