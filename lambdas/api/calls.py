"""What a route sees of a request: who calls, proved by the request context, and what is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote

from mesh.errors import MeshError, RefusedError
from mesh.registry.reasons import check_reason


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls. Nothing of it comes from the payload or a header.

    Attributes:
        session: name of the session that the role was assumed under, or of the user; None if the
            request context tells none. IAM Identity Center writes the person's user name there.
    """

    account: str
    role_arn: str
    session: str | None = None

    @classmethod
    def from_context(cls, context: Mapping[str, Any]) -> Self:
        """Read who signed the request.

        Raises:
            RefusedError: if no role of an account did.
        """
        identity = context.get("identity") or {}
        account, arn = identity.get("accountId"), str(identity.get("userArn") or "")
        if not account:
            raise RefusedError("sign the request with a role of the organisation (SigV4)")
        if ":assumed-role/" in arn:
            arn = f"arn:aws:iam::{account}:role/{arn.split('/')[1]}"
        session = str(identity.get("userArn") or "").rpartition("/")[2] or None
        return cls(account=str(account), role_arn=arn, session=session)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request after its caller is known.

    Attributes:
        path: named parts of the route.
    """

    caller: Caller
    method: str
    route: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A text of the body.

        Raises:
            MeshError: if it is missing.
        """
        value = self.body.get(name)
        if not isinstance(value, str) or not value.strip():
            raise MeshError(f"{name} is missing in the body; write it as text")
        return value

    def reason(self, name: str) -> str | None:
        """Why somebody decides as they do; None if they do not say.

        Raises:
            MeshError: if it is no text, too long, or not on one line.
        """
        if not self.body.get(name):
            return None
        return check_reason(name, self.text(name).strip())


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a route answers."""

    body: Mapping[str, Any]
    status: int = 200

    def to_proxy(self) -> dict[str, Any]:
        """The answer as REST API Gateway takes it."""
        return {
            "statusCode": self.status,
            "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
            "body": json.dumps(self.body, separators=(",", ":")),
            "isBase64Encoded": False,
        }


def read_body(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The JSON object of a request's body; none is an empty one.

    Raises:
        MeshError: if it is something else.
    """
    try:
        body = json.loads(event.get("body") or "{}")
    except ValueError:
        raise MeshError("the body is no JSON; write one JSON object") from None
    if not isinstance(body, dict):
        raise MeshError("the body must be one JSON object")
    return body


def path_of(event: Mapping[str, Any]) -> list[str]:
    """The parts of the path after the stage."""
    proxied = (event.get("pathParameters") or {}).get("proxy") or event.get("path") or ""
    return [unquote(part) for part in str(proxied).strip("/").split("/")]
