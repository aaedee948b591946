"""The LF-tag that keeps everything in the catalogue out of reach of grants by tag.

Such a grant reaches past every filter, wherever its tag is found. A database is closed when it is
made and what is made in it inherits that; each table is closed by a tag of its own too, so that
opening a database opens nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mesh.access.lake import Columns, Database, Table

ACCESS_TAG = "mesh-access"
CLOSED = "closed"
OPEN = "open"

Closable = Database | Table | Columns


@dataclass(frozen=True)
class Tagged:
    """The value of the tag that a database, table or column carries itself; None for none."""

    resource: Closable
    value: str | None


@dataclass(frozen=True)
class Close:
    """Tag something closed."""

    resource: Closable


def closing(found: Iterable[Tagged]) -> tuple[Close, ...]:
    """What is to be closed: a database or table without the tag, and anything that is open."""
    return tuple(Close(each.resource) for each in found if not _is_closed(each))


def _is_closed(tagged: Tagged) -> bool:
    # A column inherits its table's.
    inherits = tagged.value is None and isinstance(tagged.resource, Columns)
    return inherits or tagged.value == CLOSED
