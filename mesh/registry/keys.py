"""Partition keys of the registry's table: one family for each kind of item.

Whoever builds a key and whoever holds a role to some keys take them from here.
"""

from enum import StrEnum


class _Keys(StrEnum):
    """Partition keys, by the pattern that all of them match and no other family's does."""

    def key(self, of: str = "") -> str:
        """The partition key.

        Args:
            of: what a pattern stands for, like ``fleet/planes``; empty for a single partition.

        Raises:
            ValueError: if a pattern is left open, or a single partition is to be divided.
        """
        prefix, star, _ = self.value.partition("*")
        if bool(star) != bool(of):
            wanted = "something to stand for the star" if star else "nothing to divide it by"
            raise ValueError(f"partition key {self.value} needs {wanted}, got {of!r}")
        return prefix + of

    def holds(self, key: str) -> bool:
        """Whether a partition key is of this family."""
        prefix, star, _ = self.value.partition("*")
        return key.startswith(prefix) if star else key == prefix


class Family(_Keys):
    """Items of the table."""

    DOMAINS = "DOMAIN"
    TICKETS = "TICKET"
    SUBSCRIPTIONS = "SUBSCRIPTION"
    PRODUCTS = "PRODUCT#*"
    FILES = "FILES#*"
    VERDICTS = "VERDICTS#*"
    PUBLICATIONS = "PUBLICATIONS#*"
    AUDIT = "AUDIT#*"


class Listed(_Keys):
    """Items that the index lists, by the index's own partition keys."""

    PRODUCTS = "PRODUCTS"
    DUE = "EXPIRES"
    CLEAN = "CLEAN#*"
    QUARANTINED = "QUARANTINED"

    @property
    def family(self) -> Family:
        """The only items that belong into this list.

        The index lists whatever carries its attributes: a role that writes one family could
        put an item of its own among those of another, so readers look at the item's own key.
        """
        return _OF[self]


_OF = {
    Listed.PRODUCTS: Family.PRODUCTS,
    Listed.DUE: Family.SUBSCRIPTIONS,
    Listed.CLEAN: Family.FILES,
    Listed.QUARANTINED: Family.FILES,
}
