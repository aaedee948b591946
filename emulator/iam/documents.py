"""Policy documents, read strictly: what is not understood is refused, never skipped."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from emulator.iam.conditions import Condition, read_conditions
from emulator.iam.errors import PolicyError

Kind = Literal["identity", "resource", "trust"]

_STATEMENT_FIELDS = frozenset(
    {
        *("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"),
        *("Principal", "NotPrincipal"),
    }
)
_PROHIBITED: Mapping[Kind, frozenset[str]] = {
    "identity": frozenset({"Principal", "NotPrincipal"}),
    "resource": frozenset(),
    "trust": frozenset({"NotPrincipal", "NotResource", "Resource"}),
}
_OLD, _NEW = "2008-10-17", "2012-10-17"
_ARN_PARTS = 6
_PRINCIPAL_TYPES = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})


@dataclass(frozen=True, kw_only=True)
class Principals:
    """Whom a statement of a resource policy names.

    Attributes:
        named: (type, value) pairs; ``*`` alone is ("*", "*").
        negated: whether it was NotPrincipal.
    """

    named: tuple[tuple[str, str], ...]
    negated: bool


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement; ``label`` says in which policy and where it stands."""

    label: str
    effect: Literal["Allow", "Deny"]
    principals: Principals | None
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...]
    not_resources: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A policy document with the name under which decisions speak of it."""

    name: str
    statements: tuple[Statement, ...]


@lru_cache(maxsize=4096)
def read_policy(text: str, *, name: str, kind: Kind = "identity") -> Policy:
    """Read a policy document.

    Raises:
        PolicyError: naming policy, statement and the part that is not understood.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise PolicyError(f"{name} is no JSON: {error}") from None
    if not isinstance(document, Mapping):
        raise PolicyError(f"{name} is no JSON object")
    version = document.get("Version", _OLD)
    if version not in {_OLD, _NEW}:
        raise PolicyError(f"{name}: Version is {version!r}; write {_NEW}")
    statements = document.get("Statement", [])
    statements = [statements] if isinstance(statements, Mapping) else statements
    if version == _OLD:
        statements = [_without_variables(entry) for entry in statements]
    return Policy(
        name=name,
        statements=tuple(
            _statement(entry, f"{name}, statement {entry.get('Sid') or position}", kind)
            for position, entry in enumerate(statements, start=1)
        ),
    )


def _without_variables(part: Any) -> Any:  # noqa: ANN401 - unchecked JSON
    """A part of a policy of the old version, which takes ``${…}`` for what it is."""
    if isinstance(part, str):
        return part.replace("${", "${$}{")
    if isinstance(part, list):
        return [_without_variables(one) for one in part]
    if isinstance(part, Mapping):
        return {key: _without_variables(value) for key, value in part.items()}
    return part


def _statement(entry: Mapping[str, Any], label: str, kind: Kind) -> Statement:
    unknown = set(entry) - _STATEMENT_FIELDS
    if unknown:
        raise PolicyError(f"{label}: unknown field {', '.join(sorted(unknown))}")
    prohibited = _PROHIBITED[kind] & entry.keys()
    if prohibited:
        raise PolicyError(f"{label}: Has prohibited field {', '.join(sorted(prohibited))}")
    if kind == "identity" and not re.fullmatch("[0-9A-Za-z]*", str(entry.get("Sid", ""))):
        raise PolicyError(f"{label}: Statement IDs (SID) must be alpha-numeric")
    effect = entry.get("Effect")
    if effect not in {"Allow", "Deny"}:
        raise PolicyError(f"{label}: Effect is {effect!r}; write Allow or Deny")
    actions, not_actions = _either(entry, "Action", label)
    if not all(action == "*" or ":" in action for action in actions):
        message = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        raise PolicyError(f"{label}: {message}")
    if kind == "trust":
        resources: tuple[str, ...] = ("*",)
        not_resources = False
    else:
        resources, not_resources = _either(entry, "Resource", label)
    return Statement(
        label=label,
        effect=effect,
        principals=_principals(entry, label, kind),
        actions=actions,
        not_actions=not_actions,
        resources=tuple(_completed(resource) for resource in resources),
        not_resources=not_resources,
        conditions=read_conditions(entry.get("Condition", {}), label=label),
    )


def _completed(resource: str) -> str:
    """A pattern for ARNs with ``*`` for the parts that it leaves out."""
    missing = _ARN_PARTS - resource.count(":") - 1
    return resource + ":*" * missing if resource.startswith("arn:") else resource


def _either(entry: Mapping[str, Any], field: str, label: str) -> tuple[tuple[str, ...], bool]:
    negated = f"Not{field}"
    if (field in entry) == (negated in entry):
        raise PolicyError(f"{label}: write either {field} or {negated}")
    values = entry[field] if field in entry else entry[negated]
    values = [values] if isinstance(values, str) else values
    if not all(isinstance(value, str) for value in values):
        raise PolicyError(f"{label}: {field} must be text or a list of texts")
    return tuple(values), negated in entry


def _principals(entry: Mapping[str, Any], label: str, kind: Kind) -> Principals | None:
    if kind == "identity":
        return None
    field = "NotPrincipal" if "NotPrincipal" in entry else "Principal"
    if field not in entry:
        raise PolicyError(f"{label}: a resource policy needs Principal or NotPrincipal")
    value = entry[field]
    if value == "*":
        return Principals(named=(("*", "*"),), negated=field == "NotPrincipal")
    if not isinstance(value, Mapping) or set(value) - _PRINCIPAL_TYPES:
        raise PolicyError(f"{label}: {field} {value!r} is not understood")
    named = tuple(
        (kind_of, name)
        for kind_of, names in value.items()
        for name in ([names] if isinstance(names, str) else names)
    )
    return Principals(named=named, negated=field == "NotPrincipal")
