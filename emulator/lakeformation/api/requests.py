"""One grant or revocation as a call asks for it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from emulator.api import Call
from emulator.lakeformation.api.shapes import Shape, account_of, read_principal, read_resource
from emulator.lakeformation.engine.granting import may_grant
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Lake, Subject
from emulator.lakeformation.engine.resources import Resource, TagPolicy, catalog_of
from emulator.lakeformation.store import (
    administers_home,
    invalid,
    lake_of,
    not_authorised,
    subject_of,
)
from emulator.ram.principals import is_organisation

_INLINE_BYTES = 900
"""Of an expression in a grant: lf-tag-considerations."""


@dataclass(frozen=True)
class Request:
    """One grant or revocation, read and allowed to its caller."""

    lake: Lake
    grantor: Subject
    principal: str
    resource: Resource
    permissions: frozenset[str]
    grantable: frozenset[str]

    @property
    def grantor_account(self) -> str:
        """In whose name it is made."""
        return self.grantor.account

    @property
    def crosses(self) -> bool:
        """Whether it leaves the granting account."""
        if self.principal == EVERYONE_BY_IAM:
            return self.grantor_account != self.lake.catalog
        account = account_of(self.principal)
        within = account in (None, self.grantor_account)
        return not within or is_organisation(self.principal)

    def empty_grant(self, resource: Resource) -> Grant:
        """A grant to its principal that gives nothing yet."""
        return Grant(
            principal=self.principal,
            resource=resource,
            permissions=frozenset(),
            grantable=frozenset(),
            grantor_account=self.grantor_account,
            granted_by=self.grantor.arn,
            updated=datetime.now(UTC),
        )


def read_request(call: Call, entry: Shape) -> Request:
    """Read one grant or revocation and hold its caller's right to it.

    Raises:
        AwsError: InvalidInputException or AccessDeniedException.
    """
    resource = read_resource(entry.get("Resource") or {}, _catalog(call, entry))
    request = Request(
        lake=lake_of(call.cloud, catalog_of(resource)),
        grantor=subject_of(call.principal),
        principal=read_principal(entry.get("Principal") or {}),
        resource=resource,
        permissions=frozenset(entry.get("Permissions") or ()),
        grantable=frozenset(entry.get("PermissionsWithGrantOption") or ()),
    )
    _require_short(resource)
    named = request.permissions | request.grantable
    if not named:
        raise invalid("Permissions cannot be empty.")
    home = administers_home(call.cloud, request.grantor)
    if not may_grant(request.lake, request.grantor, named, resource, administers_home=home):
        raise not_authorised()
    return request


def _require_short(resource: Resource) -> None:
    # Assumed: what counts is the bytes of its keys and values.
    if not isinstance(resource, TagPolicy):
        return
    words = [word for key, values in resource.expression for word in (key, *values)]
    if (size := sum(len(word.encode()) for word in words)) > _INLINE_BYTES:
        raise invalid(
            f"An LF-tag expression in a grant has at most {_INLINE_BYTES} bytes, got {size}; save "
            "it, and name the saved one."
        )


def _catalog(call: Call, entry: Shape) -> str:
    return str(entry.get("CatalogId") or call.parameters.get("CatalogId") or call.account)
