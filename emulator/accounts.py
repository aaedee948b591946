"""Which accounts there are, and which of them form the organisation."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

from emulator.iam.documents import read_policy
from emulator.iam.errors import PolicyError


class SeedError(ValueError):
    """The seed file is wrong; the message says which field and what to write."""


_ROOT = "r-root"
PolicyKind = Literal["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """An organisational unit.

    Attributes:
        id: ``ou-…``.
        parent: ``root``, or the id of the unit that it lies in.
        accounts: that lie in it directly; those of no unit lie in the root.
    """

    id: str
    parent: str
    accounts: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class OrganisationPolicy:
    """A policy of the organisation.

    Attributes:
        targets: ``root`` for every account, or ids of units and accounts.
        document: JSON text.
    """

    name: str
    kind: PolicyKind
    targets: frozenset[str]
    document: str


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The one organisation; accounts it does not name work, but belong to none.

    Attributes:
        id: ``o-…``.
        management_account: 12 digits.
        members: account ids, with or without the management account.
        units: each after its parent.
        policies: besides FullAWSAccess, which is attached to the root and to each account.
        without_full_access: targets from which FullAWSAccess was detached.
        shares_resources: whether its accounts share with each other without invitations.
    """

    id: str
    management_account: str
    members: frozenset[str]
    units: tuple[Unit, ...] = ()
    policies: tuple[OrganisationPolicy, ...] = ()
    without_full_access: frozenset[str] = frozenset()
    shares_resources: bool = True

    @property
    def arn(self) -> str:
        """How grants name the whole of it."""
        return f"arn:aws:organizations::{self.management_account}:organization/{self.id}"

    def id_for(self, account: str) -> str | None:
        """``aws:PrincipalOrgID`` of an account: absent outside the organisation."""
        inside = account == self.management_account or account in self.members
        return self.id if inside else None

    def above(self, account: str) -> tuple[str, ...]:
        """Root and units above an account of the organisation, from the root down."""
        parents = {unit.id: unit.parent for unit in self.units}
        place = next((unit.id for unit in self.units if account in unit.accounts), "root")
        path = [place]
        while path[0] != "root":
            path.insert(0, parents[path[0]])
        return tuple(path)

    def path_of(self, account: str) -> str | None:
        """``aws:PrincipalOrgPaths`` of an account: absent outside the organisation."""
        if self.id_for(account) is None:
            return None
        return "/".join((self.id, _ROOT, *self.above(account)[1:], ""))


@dataclass(frozen=True, kw_only=True)
class Seed:
    """What an embedded AWS starts with."""

    organisation: Organisation
    region: str = "eu-central-1"

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a seed file.

        Raises:
            SeedError: if the file is missing or a field is wrong.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise SeedError(f"seed file {path} does not exist") from None
        except json.JSONDecodeError as error:
            raise SeedError(f"seed file {path} is no JSON: {error}") from None
        return cls.from_json(content, where=str(path))

    @classmethod
    def from_json(cls, content: object, *, where: str) -> Self:
        """Check and read ``{"organisation": {…}, "region": …}``.

        Raises:
            SeedError: naming the field and what to write.
        """
        entry = content.get("organisation") if isinstance(content, Mapping) else None
        if not isinstance(content, Mapping) or not isinstance(entry, Mapping):
            raise SeedError(f'{where}: write "organisation": {{"id", "management_account", …}}')
        units = tuple(_units(entry, where))
        places = frozenset({"root", *(unit.id for unit in units)})
        organisation = Organisation(
            id=_field(entry, "id", r"o-[a-z0-9]{10,32}", where),
            management_account=_field(entry, "management_account", r"\d{12}", where),
            members=frozenset(_accounts(entry, "members", where)),
            units=units,
            policies=tuple(_policies(entry, places, where)),
            without_full_access=frozenset(_targets(entry, "without_full_access", places, where)),
            shares_resources=_flag(entry, "shares_resources", where, default=True),
        )
        region = {"region": "eu-central-1", **dict(content)}
        return cls(
            organisation=organisation,
            region=_field(region, "region", r"[a-z]{2}(-[a-z]+)+-\d", where),
        )


def _accounts(entry: Mapping[str, Any], field: str, where: str) -> list[str]:
    accounts = entry.get(field, [])
    if not isinstance(accounts, list) or not all(is_account_id(one) for one in accounts):
        raise SeedError(f"{where}: organisation.{field} is a list of 12-digit texts")
    return accounts


def _flag(entry: Mapping[str, Any], field: str, where: str, *, default: bool) -> bool:
    value = entry.get(field, default)
    if not isinstance(value, bool):
        raise SeedError(f"{where}: organisation.{field} is true or false")
    return value


def _targets(
    entry: Mapping[str, Any], field: str, places: Collection[str], where: str
) -> list[str]:
    targets = entry.get(field, [])
    if not isinstance(targets, list) or not all(t in places or is_account_id(t) for t in targets):
        message = f'{where}: {field} is a list of "root", ids of organisation.units and 12-digit'
        raise SeedError(f"{message} texts")
    return targets


def _units(entry: Mapping[str, Any], where: str) -> Iterator[Unit]:
    known, placed = {"root"}, set[str]()
    for one in _objects(entry, "units", where):
        unit = Unit(
            id=_field(one, "id", r"ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}", where),
            parent=_field(one, "parent", r"root|ou-[0-9a-z-]+", where),
            accounts=frozenset(_accounts(one, "accounts", where)),
        )
        if unit.parent not in known or unit.id in known:
            raise SeedError(f"{where}: unit {unit.id} comes once, and after its parent")
        if unit.accounts - set(_accounts(entry, "members", where)) or unit.accounts & placed:
            raise SeedError(f"{where}: accounts of unit {unit.id} are members, each in one unit")
        known.add(unit.id)
        placed |= unit.accounts
        yield unit


def _objects(entry: Mapping[str, Any], field: str, where: str) -> list[Any]:
    listed = entry.get(field, [])
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise SeedError(f"{where}: organisation.{field} is a list of objects")
    return listed


def _policies(
    entry: Mapping[str, Any], places: Collection[str], where: str
) -> Iterator[OrganisationPolicy]:
    for one in _objects(entry, "policies", where):
        name, kind = one.get("name"), one.get("type")
        if not isinstance(name, str) or kind not in get_args(PolicyKind):
            raise SeedError(f"{where}: a policy has a name and a type of {get_args(PolicyKind)}")
        document = json.dumps(one.get("document"))
        _check_policy(document, name, kind, where)
        targets = frozenset(_targets(one, "targets", places, where))
        yield OrganisationPolicy(name=name, kind=kind, targets=targets, document=document)


def _check_policy(document: str, name: str, kind: PolicyKind, where: str) -> None:
    of_resources = kind == "RESOURCE_CONTROL_POLICY"
    try:
        policy = read_policy(document, name=name, kind="resource" if of_resources else "identity")
    except PolicyError as error:
        raise SeedError(f"{where}: {error}") from None
    if of_resources and any(one.effect == "Allow" for one in policy.statements):
        raise SeedError(f"{where}: {name}: a resource control policy only denies")


def _field(entry: Mapping[str, Any], name: str, pattern: str, where: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise SeedError(f"{where}: {name} is {value!r}; it must look like {pattern}")
    return value


def is_account_id(text: object) -> bool:
    """Whether a text is an account id: 12 digits."""
    return isinstance(text, str) and re.fullmatch(r"[0-9]{12}", text) is not None
