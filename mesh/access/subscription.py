"""A subscription: a role's right to columns and rows of a product, and where it stands."""

import json
from dataclasses import asdict, dataclass
from typing import Literal, Self

from mesh.errors import MeshError
from mesh.naming import ProductAddress

State = Literal["requested", "denied", "approved", "active", "revoking", "revoked", "expired"]
STATES: tuple[State, ...] = (
    "requested",
    "denied",
    "approved",
    "active",
    "revoking",
    "revoked",
    "expired",
)
HELD: frozenset[State] = frozenset({"approved", "active"})
"""States in which the right is granted, or about to be."""

OPEN: frozenset[State] = HELD | {"revoking"}
"""States in which something may be granted: the reconciler looks at no other."""


class RequestError(MeshError):
    """A request for access is refused before anybody decides it."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a subscription shows of one table.

    Attributes:
        table: as the contract names it; None for a product's only table.
        columns: always listed.
        rows: a row expression; None for all rows.
    """

    table: str | None
    columns: tuple[str, ...]
    rows: str | None = None


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """One role's access to one product, from request to its end.

    Attributes:
        principal: ARN of the role, exactly.
        named: whether the columns were named by who asked. Only named columns may be personal.
        until: last day (``2027-03-31``) or last moment (``2027-03-31T12:00:00Z``), as asked.
        ends_at: first moment without access, ``yyyy-mm-ddThh:mm:ssZ``.
        requested_by: ARN of the role that asked.
        requested_session: name of the session that asked, where the request context told it.
        decided_by: ARN of the role that decided last.
        problem: why it could not be granted or revoked yet, as Lake Formation said.
        revision: number of changes; guards against two writers.
    """

    id: str
    product: ProductAddress
    principal: str
    scopes: tuple[Scope, ...]
    named: bool
    purpose: str
    until: str
    ends_at: str
    state: State
    requested_by: str
    requested_at: str
    requested_session: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None
    why: str | None = None
    problem: str | None = None
    revision: int = 1

    @property
    def account(self) -> str:
        """Account of the role that reads."""
        return account_of(self.principal)

    def to_json(self) -> str:
        """Write the subscription as one line that ``from_json`` reads."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote."""
        fields = json.loads(text)
        fields["product"] = ProductAddress(**fields["product"])
        fields["scopes"] = tuple(
            Scope(**(scope | {"columns": tuple(scope["columns"])})) for scope in fields["scopes"]
        )
        return cls(**fields)

    def due_at(self) -> str | None:
        """When the reconciler must look at it next, if nothing wakes it before."""
        if self.state == "active":
            return self.ends_at
        return self.decided_at if self.state in {"approved", "revoking"} else None

    def is_held(self, now: str) -> bool:
        """Whether the role has the right at a moment."""
        return self.state in HELD and now < self.ends_at


def account_of(arn: str) -> str:
    """The account in an ARN."""
    return arn.split(":")[4]
