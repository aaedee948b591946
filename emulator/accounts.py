"""Which accounts there are, and which of them form the organisation."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

from emulator.iam.documents import read_policy
from emulator.iam.errors import PolicyError


class SeedError(ValueError):
    """The seed file is wrong; the message says which field and what to write."""


PolicyKind = Literal["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]


@dataclass(frozen=True, kw_only=True)
class OrganisationPolicy:
    """A policy of the organisation.

    Attributes:
        targets: ``root`` for every account, or account ids.
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
        policies: besides FullAWSAccess, which is attached to the root and to each account.
        without_full_access: targets from which FullAWSAccess was detached.
        shares_resources: whether its accounts share with each other without invitations.
    """

    id: str
    management_account: str
    members: frozenset[str]
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
        organisation = Organisation(
            id=_field(entry, "id", r"o-[a-z0-9]{10,32}", where),
            management_account=_field(entry, "management_account", r"\d{12}", where),
            members=frozenset(_accounts(entry, "members", where)),
            policies=tuple(_policies(entry, where)),
            without_full_access=frozenset(_targets(entry, "without_full_access", where)),
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


def _targets(entry: Mapping[str, Any], field: str, where: str) -> list[str]:
    targets = entry.get(field, [])
    if not isinstance(targets, list) or not all(t == "root" or is_account_id(t) for t in targets):
        raise SeedError(f'{where}: {field} is a list of "root" and 12-digit texts')
    return targets


def _policies(entry: Mapping[str, Any], where: str) -> Iterator[OrganisationPolicy]:
    listed = entry.get("policies", [])
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise SeedError(f"{where}: organisation.policies is a list of objects")
    for one in listed:
        name, kind = one.get("name"), one.get("type")
        if not isinstance(name, str) or kind not in get_args(PolicyKind):
            raise SeedError(f"{where}: a policy has a name and a type of {get_args(PolicyKind)}")
        document = json.dumps(one.get("document"))
        _check_policy(document, name, kind, where)
        targets = frozenset(_targets(one, "targets", where))
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
