"""What happened, told to whoever keeps account of it: calls of clients, and what engines do."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from emulator.api import AwsError, Call, Principal


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A service that works in a caller's name.

    Attributes:
        name: as Lake Formation calls it (``ATHENA``).
        code: of two letters, in the names of the sessions that Lake Formation vends (``AT``).
        service: like ``athena.amazonaws.com``.
        job: id of the query or job it works on.
    """

    name: str
    code: str
    service: str
    job: str


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One call that was answered or refused.

    Attributes:
        service: botocore's name of it.
        operation: botocore's name, or one that no model has (``GetDataAccess``).
        parameters: as a boto3 caller writes them.
        output: as a boto3 caller sees it; None for a refusal.
        owner: account whose thing it is about, where the doer knows better than the parameters.
        additional: what the service adds to its record.
        engine: who called in the principal's name.
    """

    principal: Principal
    service: str
    operation: str
    parameters: Mapping[str, Any]
    region: str
    request_id: str
    output: Mapping[str, Any] | None = None
    error: AwsError | None = None
    user_agent: str = ""
    owner: str | None = None
    additional: Mapping[str, Any] = field(default_factory=dict)
    engine: Engine | None = None


Witness: TypeAlias = Callable[[Deed], None]
_engine: ContextVar[Engine | None] = ContextVar("engine", default=None)


@contextmanager
def working(engine: Engine) -> Iterator[None]:
    """Work in a caller's name until the end of the block."""
    token = _engine.set(engine)
    try:
        yield
    finally:
        _engine.reset(token)


def engine_now() -> Engine | None:
    """The engine that works in this thread; None where a client called."""
    return _engine.get()


def deed_of(
    call: Call, output: Mapping[str, Any] | None = None, error: AwsError | None = None
) -> Deed:
    """A client's call with its end."""
    return Deed(
        principal=call.principal,
        service=call.service,
        operation=call.operation,
        parameters=call.parameters,
        region=call.region,
        request_id=call.request_id,
        output=output,
        error=error,
        user_agent=call.headers.get("User-Agent", ""),
    )
