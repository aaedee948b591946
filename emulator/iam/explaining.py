"""What was decided for which request, kept for a while: "why was this refused?" has an answer."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from emulator.api import Principal
from emulator.iam.decision import Decision

P = ParamSpec("P")
T = TypeVar("T")
_KEPT_REQUESTS = 5_000
_KEPT_DECISIONS = 200
"""Of one request, allowed and refused each; who asks more often says the same again and again."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The request on whose behalf this thread decides.

    Attributes:
        cause: the request for which one of our own engines made this one.
    """

    request_id: str
    region: str
    service: str = ""
    operation: str = ""
    cause: "Asking | None" = None


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


def on_behalf(work: Callable[P, T]) -> Callable[P, T]:
    """Work for another thread that decides on behalf of this thread's request."""
    request = asking_now()

    def run(*given: P.args, **named: P.kwargs) -> T:
        with asking(request):
            return work(*given, **named)

    return run


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


@dataclass
class _Kept:
    """One request's decisions, allowed and refused ones counted apart."""

    asked: Asking
    decisions: list[Explained] = field(default_factory=list)
    counts: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})

    def add(self, explained: Explained) -> None:
        allowed = explained.decision.allowed
        if self.counts[allowed] < _KEPT_DECISIONS:
            self.counts[allowed] += 1
            self.decisions.append(explained)


class Explanations:
    """The latest requests' decisions; the oldest are forgotten. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._names: OrderedDict[str, str] = OrderedDict()

    def keep(self, explained: Explained) -> None:
        """Remember a decision of this thread's request and of the one that caused it."""
        asked = asking_now()
        with self._lock:
            while asked is not None:
                self._kept.setdefault(asked.request_id, _Kept(asked)).add(explained)
                asked = asked.cause
            while len(self._kept) > _KEPT_REQUESTS:
                self._kept.popitem(last=False)

    def name(self, alias: str) -> None:
        """Let this thread's request be found by another name too, like that of the job it began."""
        asked = asking_now()
        if asked is None:
            return
        with self._lock:
            self._names[alias] = asked.request_id
            while len(self._names) > _KEPT_REQUESTS:
                self._names.popitem(last=False)

    def of(self, request_id: str) -> Mapping[str, Any] | None:
        """What was decided for a request, in order; None if it is unknown or forgotten."""
        with self._lock:
            found = self._kept.get(self._names.get(request_id, request_id))
            if found is None:
                return None
            asked, decisions = found.asked, list(found.decisions)
        return {
            "request_id": asked.request_id,
            "operation": f"{asked.service}:{asked.operation}".rstrip(":"),
            "allowed": all(one.decision.allowed for one in decisions),
            "decisions": [one.shown() for one in decisions],
        }
