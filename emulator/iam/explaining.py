"""What was decided for which request, kept for a while: "why was this refused?" has an answer."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from emulator.api import Principal
from emulator.iam.decision import Decision

_KEPT_REQUESTS = 5_000
_KEPT_DECISIONS = 200
"""Of one request; a call that asks more often says the same again and again."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The request on whose behalf this thread decides."""

    request_id: str
    region: str
    service: str = ""
    operation: str = ""


_asking: ContextVar[Asking | None] = ContextVar("asking", default=None)


@contextmanager
def asking(request: Asking | None) -> Iterator[None]:
    """Decide on behalf of a request, or of none, until the end of the block."""
    token = _asking.set(request)
    try:
        yield
    finally:
        _asking.reset(token)


def asking_now() -> Asking | None:
    """The request of this thread; None for an engine that works by itself."""
    return _asking.get()


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One decision with who asked for what."""

    principal: Principal
    action: str
    resource: str
    decision: Decision

    def shown(self) -> Mapping[str, Any]:
        """As a JSON object."""
        return {
            "principal": self.principal.policy_arn,
            "session": self.principal.arn,
            "action": self.action,
            "resource": self.resource,
            "allowed": self.decision.allowed,
            "reason": self.decision.reason,
            "statement": self.decision.statement,
        }


class Explanations:
    """The latest requests' decisions; the oldest are forgotten. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Asking, list[Explained]]] = OrderedDict()

    def keep(self, explained: Explained) -> None:
        """Remember a decision of this thread's request; engines of their own leave none."""
        asked = asking_now()
        if asked is None:
            return
        with self._lock:
            _, decisions = self._kept.setdefault(asked.request_id, (asked, []))
            if len(decisions) < _KEPT_DECISIONS:
                decisions.append(explained)
            while len(self._kept) > _KEPT_REQUESTS:
                self._kept.popitem(last=False)

    def of(self, request_id: str) -> Mapping[str, Any] | None:
        """What was decided for a request, in order; None if it is unknown or forgotten."""
        with self._lock:
            found = self._kept.get(request_id)
            if found is None:
                return None
            asked, decisions = found[0], list(found[1])
        return {
            "request_id": request_id,
            "operation": f"{asked.service}:{asked.operation}".rstrip(":"),
            "allowed": all(one.decision.allowed for one in decisions),
            "decisions": [one.shown() for one in decisions],
        }
