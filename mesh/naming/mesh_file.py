"""mesh.yaml: which accounts make up the mesh."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mesh.errors import MeshFileError, UnknownDomainError
from mesh.naming.limits import ScanLimits, limit_faults
from mesh.naming.lines import Lines, placed
from mesh.naming.names import Names
from mesh.naming.rule_faults import rule_faults
from mesh.naming.rules import ScanRules

ROLES = ("producer", "consumer")
_RULES = "personalData"


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A team's account.

    Attributes:
        name: lower kebab case.
        account: 12 digits.
        roles: what the account is: producer, consumer or both.
    """

    name: str
    account: str
    roles: tuple[str, ...]

    @property
    def is_producer(self) -> bool:
        """Whether the domain publishes data products."""
        return "producer" in self.roles

    @property
    def is_consumer(self) -> bool:
        """Whether the domain queries data products."""
        return "consumer" in self.roles


@dataclass(frozen=True, kw_only=True)
class Mesh:
    """One governance account and its domains, as mesh.yaml states them.

    Attributes:
        limits: of the scan of every file.
        rules: of the scan of every file.
    """

    names: Names
    domains: tuple[Domain, ...]
    limits: ScanLimits = field(default_factory=ScanLimits)
    rules: ScanRules = field(default_factory=ScanRules)

    def domain(self, name: str) -> Domain:
        """Find a domain by name.

        Raises:
            UnknownDomainError: if mesh.yaml has no such domain.
        """
        for domain in self.domains:
            if domain.name == name:
                return domain
        raise UnknownDomainError(name, [domain.name for domain in self.domains])

    def account(self, name: str) -> str:
        """Account id of ``governance`` or of a domain."""
        return self.names.governance_account if name == "governance" else self.domain(name).account


def read_mesh(path: Path) -> Mesh:
    """Read and check mesh.yaml; all faults are told at once.

    Raises:
        MeshFileError: with every fault, each with the field and what to write instead.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content, lines = yaml.safe_load(text), Lines.read(text)
    except FileNotFoundError:
        raise MeshFileError(f"{path} does not exist; run in the folder that holds it") from None
    except yaml.YAMLError as error:
        raise MeshFileError(f"{path} is no YAML: {error}") from None
    if not isinstance(content, Mapping):
        raise MeshFileError(f"{path} is empty; it needs prefix, organisation, region, governance")
    faults = [f"{path}: {fault}" for fault in _faults(content)]
    for place, advice in rule_faults(content.get(_RULES, {}), (_RULES,)):
        faults.append(placed(str(path), place, advice, lines))
    if not faults:
        faults = [f"{path}: {fault}" for fault in _mesh(content).rules.faults(_RULES)]
    if faults:
        raise MeshFileError("\n".join(faults))
    return _mesh(content)


def _mesh(content: Mapping[str, Any]) -> Mesh:
    names = Names(
        prefix=content["prefix"],
        organisation=content["organisation"],
        region=content["region"],
        governance_account=str(content["governance"]["account"]),
    )
    domains = tuple(
        Domain(name=name, account=str(entry["account"]), roles=tuple(entry.get("roles", ROLES)))
        for name, entry in content.get("domains", {}).items()
    )
    limits = ScanLimits.from_dict(content.get("scan", {}))
    rules = ScanRules.from_dict(content.get(_RULES, {}))
    return Mesh(names=names, domains=domains, limits=limits, rules=rules)


_FIELDS = {
    "prefix": (r"[a-z][a-z0-9]{2,14}", "3 to 15 lower-case letters and digits"),
    "organisation": (r"o-[a-z0-9]{10,32}", "the organisation's id, like o-a1b2c3d4e5"),
    "region": (r"[a-z]{2}(-[a-z]+)+-\d", "an AWS region, like eu-central-1"),
}


def _faults(content: Mapping[str, Any]) -> list[str]:
    faults = [
        f"{name}: write {meaning}"
        for name, (pattern, meaning) in _FIELDS.items()
        if not re.fullmatch(pattern, str(content.get(name, "")))
    ]
    faults += limit_faults(content.get("scan", {}))
    accounts: dict[str, str] = {}
    entries = {"governance": content.get("governance"), **(content.get("domains") or {})}
    for name, entry in entries.items():
        faults += _entry_faults(name, entry, accounts)
    return faults


def _entry_faults(name: str, entry: object, accounts: dict[str, str]) -> list[str]:
    where = name if name == "governance" else f"domains.{name}"
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", str(name)):
        return [f"{where}: a domain name is lower kebab case, up to 31 characters"]
    account = str(entry.get("account", "")) if isinstance(entry, Mapping) else ""
    if not re.fullmatch(r"\d{12}", account):
        return [
            f'{where}.account is missing or wrong: write 12 digits in quotes, like "111122223333"'
        ]
    if account in accounts:
        return [f"{where}.account: {account} is already the account of {accounts[account]}"]
    accounts[account] = name
    assert isinstance(entry, Mapping)  # noqa: S101 - an account was read from it
    unknown = set(entry.get("roles", ROLES)) - set(ROLES)
    return [f"{where}.roles: {role!r} is unknown; write producer or consumer" for role in unknown]
