"""What every resource type has: how it is made, changed, deleted, and what it honours."""

import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from botocore.exceptions import ClientError

from emulator.cloudformation.core.template import Json
from emulator.credentials import Credentials

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_SUFFIX = 12
Client: TypeAlias = Any
"""A boto3 client: they have no common type."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One piece of work on one resource.

    Attributes:
        credentials: of the stack's execution role, or of the caller if it has none.
        properties: resolved and checked.
        physical_id: empty while the resource is not made.
        before: properties in force, for an update.
        announce: tells the physical id once there is something to delete, should the rest fail.
    """

    cloud: "Cloud"
    credentials: Credentials
    account: str
    region: str
    stack_id: str
    logical_id: str
    type: str
    properties: Mapping[str, Json]
    physical_id: str = ""
    before: Mapping[str, Json] = field(default_factory=dict)
    announce: Callable[[str], None] = lambda _: None

    def client(self, service: str) -> Client:
        """Make a boto3 client that acts with this stack's credentials."""
        return self.cloud.client(service, self.credentials, self.region)

    @property
    def stack_name(self) -> str:
        """Name of the stack."""
        return self.stack_id.split("/")[1]

    def name(self, wanted: str, *, longest: int = 64, lower: bool = False) -> str:
        """Take the name that the template gives, or make one as CloudFormation does."""
        if self.properties.get(wanted):
            return str(self.properties[wanted])
        suffix = "".join(
            secrets.choice(string.ascii_uppercase + string.digits) for _ in range(_SUFFIX)
        )
        room = longest - _SUFFIX - 1
        name = f"{self.stack_name}-{self.logical_id}"[:room].rstrip("-") + f"-{suffix}"
        return name.lower() if lower else name

    def arn(self, service: str, resource: str) -> str:
        """ARN of a resource in this stack's account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def picked(self, *names: str) -> dict[str, Json]:
        """Those properties that are set, as they are."""
        return {name: self.properties[name] for name in names if name in self.properties}

    def changed(self, name: str) -> bool:
        """Whether a property differs from the one in force."""
        return self.before.get(name) != self.properties.get(name)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A resource that is there: what ``Ref`` and ``Fn::GetAtt`` give."""

    physical_id: str
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One resource type.

    Attributes:
        update: None if every change makes a new resource.
        honours: dotted paths of the properties that are really set; all others are refused.
        gone: error codes that say the resource is already deleted.
        replace_on: properties that cannot change in place, besides those that the schema names.
    """

    create: Callable[[Order], Made]
    update: Callable[[Order], Made] | None
    delete: Callable[[Order], None]
    honours: frozenset[str]
    gone: frozenset[str] = frozenset()
    replace_on: frozenset[str] = frozenset()

    def remove(self, order: Order) -> None:
        """Delete a resource; one that is gone already is as good as deleted."""
        try:
            self.delete(order)
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise


def tag_map(tags: Json) -> dict[str, str]:
    """Tags as a map, from the list that most templates write."""
    if isinstance(tags, dict):
        return {str(key): str(value) for key, value in tags.items()}
    return {str(tag["Key"]): str(tag["Value"]) for tag in tags or ()}


def removed_tags(order: Order) -> list[str]:
    """Keys of the tags that an update takes away."""
    return sorted(
        set(tag_map(order.before.get("Tags"))) - set(tag_map(order.properties.get("Tags")))
    )


def lowered(value: Json) -> Json:
    """Write every key of a structure with a small first letter, as some APIs want it."""
    if isinstance(value, list):
        return [lowered(item) for item in value]
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: lowered(inner) for key, inner in value.items()}
    return value
