"""Effective access as catalogues stand: what a principal reads of every table, cell by cell.

Grants are a union, whatever their kind. What an account was given and its administrators passed
on is seen only as far as both the account and the principal may see it, however wide either is.
Grants on what does not exist, or does no longer, show nothing.

Source: https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-permissions.html,
https://docs.aws.amazon.com/lake-formation/latest/dg/data-filtering-notes.html and
https://docs.aws.amazon.com/lake-formation/latest/dg/resource-links-about.html
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from mesh.access.effective.catalogue import Catalogue
from mesh.access.effective.granted import (
    EVERYBODY_OF_IAM,
    account_of,
    described,
    held_by,
    left_to_iam,
    names_of,
    readable,
)
from mesh.access.effective.readable import Readable
from mesh.access.lake import Held, Table

T = TypeVar("T")
Catalogues = Mapping[str, Catalogue]
"""The catalogues of every account that takes part, by account."""


def reads(catalogues: Catalogues, owner: str, principal: str) -> dict[Table, Readable]:
    """What a principal of any account reads in the catalogue of one.

    Args:
        owner: account of the catalogue.
        principal: ARN of a role or user.

    Returns:
        Tables of which anything is read; what is not in it is refused.
    """
    catalogue = catalogues[owner]
    own = readable(catalogue, held_by(names_of(principal), catalogue.held))
    given = readable(catalogue, _given(catalogues, owner, principal))
    passed = readable(catalogue, _passed_on(catalogues, owner, principal))
    both = {table: given[table] & passed[table] for table in given.keys() & passed.keys()}
    seen = _union(own, {table: shown for table, shown in both.items() if shown.columns})
    by_iam = readable(catalogue, held_by({EVERYBODY_OF_IAM}, catalogue.held))
    for table in left_to_iam(catalogue, principal):
        if account_of(principal) != owner:
            seen.pop(table, None)
        elif table in by_iam:
            seen[table] = by_iam[table]
    return dict(sorted(seen.items()))


def shows(catalogues: Catalogues, owner: str, principal: str) -> dict[Table, tuple[str, ...]]:
    """Columns of each table that the catalogue of one account shows to a principal."""
    catalogue = catalogues[owner]
    whole = described(catalogue, held_by(names_of(principal), catalogue.held))
    whole |= described(catalogue, _given(catalogues, owner, principal)) & described(
        catalogue, _passed_on(catalogues, owner, principal)
    )
    left = left_to_iam(catalogue, principal)
    whole = whole | left if account_of(principal) == owner else whole - left
    seen = reads(catalogues, owner, principal)
    return {
        table: tuple(
            column
            for column in catalogue.tables[table].columns
            if table in whole or column in seen[table].columns
        )
        for table in sorted(whole | seen.keys())
    }


def reads_by_name(catalogues: Catalogues, account: str, principal: str) -> dict[Table, Readable]:
    """What a principal reads under the names of one account's catalogue: own tables and links.

    A link is followed with DESCRIBE on the link, and shows what may be read of its target.
    """
    return _by_name(catalogues, account, principal, reads)


def shows_by_name(
    catalogues: Catalogues, account: str, principal: str
) -> dict[Table, tuple[str, ...]]:
    """Columns that are shown under the names of one account's catalogue."""
    return _by_name(catalogues, account, principal, shows)


def _by_name(
    catalogues: Catalogues,
    account: str,
    principal: str,
    look: Callable[[Catalogues, str, str], Mapping[Table, T]],
) -> dict[Table, T]:
    catalogue = catalogues[account]
    found = dict(look(catalogues, account, principal))
    held = held_by(names_of(principal) | {EVERYBODY_OF_IAM}, catalogue.held)
    for link, owner, target in catalogue.linked(held):
        if owner in catalogues:
            for table, seen in look(catalogues, owner, principal).items():
                if table == target:
                    found[link] = seen
                elif target == Table(table.database, "*"):
                    found[Table(link.database, table.table)] = seen
    return found


def _given(catalogues: Catalogues, owner: str, principal: str) -> frozenset[Held]:
    account = account_of(principal)
    return held_by({account}, catalogues[owner].held) if account != owner else frozenset()


def _passed_on(catalogues: Catalogues, owner: str, principal: str) -> frozenset[Held]:
    account = account_of(principal)
    if account == owner or account not in catalogues:
        return frozenset()
    regranted = catalogues[account].regranted.get(owner, frozenset())
    return held_by(names_of(principal), regranted)


def _union(one: Mapping[Table, Readable], other: Mapping[Table, Readable]) -> dict[Table, Readable]:
    return {
        table: one.get(table, Readable()) | other.get(table, Readable())
        for table in one.keys() | other.keys()
    }
