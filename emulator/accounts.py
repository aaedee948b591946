"""Which accounts there are, and which of them form the organisation."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


class SeedError(ValueError):
    """The seed file is wrong; the message says which field and what to write."""


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """The one organisation; accounts it does not name work, but belong to none.

    Attributes:
        id: ``o-…``.
        management_account: 12 digits.
        members: account ids, with or without the management account.
    """

    id: str
    management_account: str
    members: frozenset[str]

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
            members=frozenset(_members(entry, where)),
        )
        region = {"region": "eu-central-1", **dict(content)}
        return cls(
            organisation=organisation,
            region=_field(region, "region", r"[a-z]{2}(-[a-z]+)+-\d", where),
        )


def _members(entry: Mapping[str, Any], where: str) -> list[str]:
    members = entry.get("members", [])
    if not isinstance(members, list) or not all(is_account_id(member) for member in members):
        raise SeedError(f"{where}: organisation.members is a list of 12-digit texts")
    return members


def _field(entry: Mapping[str, Any], name: str, pattern: str, where: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise SeedError(f"{where}: {name} is {value!r}; it must look like {pattern}")
    return value


def is_account_id(text: object) -> bool:
    """Whether a text is an account id: 12 digits."""
    return isinstance(text, str) and re.fullmatch(r"[0-9]{12}", text) is not None
