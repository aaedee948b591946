"""What may happen in a story, each told in a line."""

from dataclasses import dataclass

from mesh.access.effective import Shown
from mesh.access.effective.catalogue import Expression
from mesh.access.lake import Database, FilterName, Resource, Table
from tests.emulator.conftest import GOVERNANCE


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A permission is given.

    Attributes:
        catalog: account that owns the resource.
        by: account whose administrator gives it.
        passable: whether it comes with the grant option.
    """

    principal: str
    resource: Resource
    permission: str = "SELECT"
    catalog: str = GOVERNANCE
    by: str = GOVERNANCE
    passable: bool = False


@dataclass(frozen=True, kw_only=True)
class Revoke:
    """What such a grant gave is taken."""

    grant: Grant


@dataclass(frozen=True)
class MakeFilter:
    """A data cells filter is made."""

    name: FilterName
    shown: Shown


@dataclass(frozen=True)
class ChangeFilter:
    """A filter shows something else from now on."""

    name: FilterName
    shown: Shown


@dataclass(frozen=True)
class RemoveFilter:
    """A filter is deleted, and with it what was granted on it."""

    name: FilterName


@dataclass(frozen=True)
class Tag:
    """A database, a table, or a column of it gets a value for a tag's key, in place of another."""

    resource: Database | Table
    key: str
    value: str
    column: str = ""


@dataclass(frozen=True)
class Untag:
    """A tag is taken off, so that the resource inherits again."""

    resource: Database | Table
    key: str
    value: str
    column: str = ""


@dataclass(frozen=True)
class Save:
    """An LF-tag expression gets a name, or its name another meaning."""

    name: str
    expression: Expression


@dataclass(frozen=True)
class Drop:
    """A table is dropped; the files stay."""

    table: Table


@dataclass(frozen=True)
class Recreate:
    """A dropped table is made again as it was at first."""

    table: Table


@dataclass(frozen=True)
class AddColumn:
    """A table gets a column."""

    table: Table


@dataclass(frozen=True)
class Link:
    """The consumer links a table, which need not exist."""

    table: Table


@dataclass(frozen=True)
class Unlink:
    """The consumer deletes its link to a table."""

    table: Table


Step = (
    Grant
    | Revoke
    | MakeFilter
    | ChangeFilter
    | RemoveFilter
    | Tag
    | Untag
    | Save
    | Drop
    | Recreate
    | AddColumn
    | Link
    | Unlink
)
