"""Domains: whom the platform team invited, and who registered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from mesh.errors import ConflictError, MeshError, NotFoundError, RefusedError, advice

ROLES = ("producer", "consumer")


@dataclass(frozen=True, kw_only=True)
class DomainEntry:
    """A domain as the registry knows it.

    Attributes:
        account: the only account that may register under the name.
        roles: producer, consumer or both.
        key_arn: key that encrypts the domain's zones, as it registered it.
        revision: number of writes when it was read, 0 before the first; guards against two writers.
    """

    name: str
    account: str
    roles: tuple[str, ...] = ROLES
    state: Literal["invited", "registered"] = "invited"
    key_arn: str | None = None
    invited_at: str
    registered_at: str | None = None
    revision: int = 0


def invite(
    known: Iterable[DomainEntry], name: str, account: object, roles: object, now: str
) -> DomainEntry:
    """Reserve a name for an account; inviting again changes nothing but the roles.

    Raises:
        MeshError: if the invitation is malformed.
        ConflictError: if the name or the account belongs to another.
    """
    _check_invitation(name, account, roles)
    chosen = tuple(str(role) for role in roles) if isinstance(roles, (list, tuple)) else ROLES
    for entry in known:
        if entry.name == name and entry.account != account:
            raise ConflictError(
                f"domain {name} belongs to account {entry.account}; choose another name, "
                "or correct the account in mesh.yaml"
            )
        if entry.account == account and entry.name != name:
            raise ConflictError(
                f"account {account} is already domain {entry.name}; a domain has its own account"
            )
        if entry.name == name:
            return replace(entry, roles=chosen)
    return DomainEntry(name=name, account=str(account), roles=chosen, invited_at=now)


def _check_invitation(name: str, account: object, roles: object) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", name) or name == "governance":
        raise MeshError(f"{name!r} is no domain name; write lower kebab case, up to 31 characters")
    if not isinstance(account, str) or not re.fullmatch(r"\d{12}", account):
        raise MeshError(f"the account of {name} must be 12 digits, got {account!r}")
    if roles is not None and not (
        isinstance(roles, list) and roles and set(map(str, roles)) <= set(ROLES)
    ):
        raise MeshError(f"the roles of {name} must be a list of producer and consumer")


def check_registration(entry: DomainEntry | None, name: str, account: str) -> DomainEntry:
    """Let an account register only under the name that it was invited for.

    Raises:
        RefusedError: saying whom to ask.
    """
    if entry is None:
        raise RefusedError(
            f"domain {name} is not invited; ask the platform team for 'mesh domain add {name}'"
        )
    if entry.account != account:
        raise RefusedError(
            f"domain {name} belongs to another account than {account}; choose another name, or ask "
            "the platform team to correct mesh.yaml"
        )
    return entry


def find_domain(known: Iterable[DomainEntry], name: str) -> DomainEntry:
    """Find a domain by name.

    Raises:
        NotFoundError: with the name that was probably meant.
    """
    entries = {entry.name: entry for entry in known}
    if name not in entries:
        raise NotFoundError(f"there is no domain {name!r}; {advice(name, entries)}")
    return entries[name]


def registered(entry: DomainEntry, key_arn: str, now: str) -> DomainEntry:
    """The same domain after its things in governance are real."""
    return replace(
        entry,
        state="registered",
        key_arn=key_arn,
        registered_at=entry.registered_at or now,
    )
