"""What every service of the embedded AWS sees: a call, its caller, and the error it may answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from emulator.cloud import Cloud


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who calls, as the signature proved it.

    Attributes:
        account: 12 digits.
        arn: as ``GetCallerIdentity`` answers it (``…:root``, ``…:user/x``, ``…:assumed-role/R/s``).
        kind: an account's administrator, a role's session, a user of IAM, an AWS service such as
            ``events.amazonaws.com``, or nobody who signed.
        role_arn: of a role's session: the role itself, path included.
        session_policies: JSON texts that together bound this session, if there are any.
        session_tags: keys and values that the session was given.
        transitive: keys of those tags that sessions of further roles inherit.
        access_key: the key that signed; empty for a service.
        issued: when a session began, as ISO 8601 writes it.
    """

    account: str
    arn: str
    kind: Literal["root", "role", "user", "service", "anonymous"]
    role_arn: str | None = None
    session_policies: tuple[str, ...] = ()
    session_tags: tuple[tuple[str, str], ...] = ()
    transitive: tuple[str, ...] = ()
    access_key: str = ""
    issued: str | None = None

    @property
    def user_name(self) -> str | None:
        """Name of a user of IAM, without its path."""
        return self.arn.rsplit("/", 1)[-1] if self.kind == "user" else None

    @property
    def policy_arn(self) -> str:
        """The ARN that policies and grants name: the role, not its session."""
        return self.role_arn or self.arn


ANONYMOUS = Principal(account="", arn="anonymous", kind="anonymous")
"""Who calls without a signature."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One API call after signature and allow-list, parsed by the service's own model.

    Attributes:
        service: botocore's service name (``athena``).
        operation: botocore's operation name (``StartQueryExecution``).
        parameters: as a boto3 caller would have written them.
        request_id: also in the response's ``x-amzn-RequestId``.
    """

    cloud: "Cloud"
    service: str
    operation: str
    parameters: Mapping[str, Any]
    principal: Principal
    region: str
    request_id: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The caller's account."""
        return self.principal.account


class AwsError(Exception):
    """An error as AWS answers it: a code that clients match on, and a message that people read.

    Attributes:
        region: where S3 keeps the bucket that was looked for elsewhere.
    """

    def __init__(
        self, code: str, message: str, status: int = 400, *, region: str | None = None
    ) -> None:
        self.code, self.message, self.status, self.region = code, message, status, region
        super().__init__(f"{code}: {message}")


Handler: TypeAlias = Callable[[Call], Mapping[str, Any] | None]
"""A handler takes a call and gives the output as boto3 would show it."""
