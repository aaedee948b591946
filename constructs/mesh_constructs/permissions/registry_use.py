"""How a function uses the registry: which items, and what it does with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mesh.registry.keys import Family, Listed


@dataclass(frozen=True, kw_only=True)
class RegistryUse:
    """Items of the registry by what a function does with them; nothing else is allowed to it.

    Nobody scans. IAM cannot ask for a condition expression, so whoever puts items of a family
    may also put one over another; that the registry's own code never does.

    Attributes:
        gets: items read one by one.
        queries: partitions read whole or in part.
        lists: lists of the index.
        puts: items written whole, alone or in a transaction.
        updates: items of which attributes are set.
        marks: items of which one attribute is set and no other.
        deletes: items removed.
    """

    gets: tuple[Family, ...] = ()
    queries: tuple[Family, ...] = ()
    lists: tuple[Listed, ...] = ()
    puts: tuple[Family, ...] = ()
    updates: tuple[Family, ...] = ()
    marks: Mapping[Family, str] = field(default_factory=dict)
    deletes: tuple[Family, ...] = ()

    def __post_init__(self) -> None:
        if Family.AUDIT in (*self.updates, *self.marks, *self.deletes):
            raise ValueError("audit records are put and read; nothing changes or removes them")
