"""A policy: one rule that every resource of every template is held to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Template:
    """A synthesised template, as CloudFormation gets it."""

    resources: Mapping[str, Mapping[str, Any]]

    def of_type(self, *types: str) -> Iterator[tuple[str, Properties]]:
        """Logical id and properties of each resource of the types."""
        for logical_id, resource in self.resources.items():
            if resource["Type"] in types:
                yield logical_id, resource.get("Properties", {})


@dataclass(frozen=True)
class Finding:
    """One resource that breaks a rule.

    Attributes:
        where: path of the property within the resource, like ``Properties.BucketName``.
        says: what is wrong there and what to write instead.
    """

    logical_id: str
    where: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        id: permanent, like ``MESH-S3-1``.
        title: what holds, as a sentence.
        reason: what would happen without it.
        source: where the rule comes from.
        check: pure; yields what breaks the rule.
    """

    id: str
    title: str
    reason: str
    source: str
    check: Callable[[Template], Iterator[Finding]]


def target_of(value: object) -> str | None:
    """Logical id that a property refers to, if it refers to one of the template."""
    if not isinstance(value, Mapping):
        return None
    if "Ref" in value:
        return str(value["Ref"])
    attribute = value.get("Fn::GetAtt")
    return str(attribute[0]) if isinstance(attribute, Sequence) and attribute else None
