"""Data lake settings, as decisions read them."""

from dataclasses import dataclass

EVERYONE_BY_IAM = "IAM_ALLOWED_PRINCIPALS"
"""The group whose grants mean: here IAM decides, not Lake Formation."""


@dataclass(frozen=True, kw_only=True)
class External:
    """Which engines of others may ask for metadata and credentials, to filter by themselves.

    Attributes:
        filtering: whether any may.
        accounts: whose callers may, of those whose engine is known by its session tag.
        session_tags: the values that make an engine known.
        full_tables: whether a caller with all of a table needs no tagged session.
    """

    filtering: bool = False
    accounts: tuple[str, ...] = ()
    session_tags: tuple[str, ...] = ()
    full_tables: bool = False


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Data lake settings as they were last put; a put replaces them all.

    The defaults are those of an account that never saw a put: IAM decides about everything.
    """

    admins: frozenset[str] = frozenset()
    read_only_admins: frozenset[str] = frozenset()
    database_defaults: tuple[tuple[str, frozenset[str]], ...] = (
        (EVERYONE_BY_IAM, frozenset({"ALL"})),
    )
    table_defaults: tuple[tuple[str, frozenset[str]], ...] = (
        (EVERYONE_BY_IAM, frozenset({"ALL"})),
    )
    cross_account_version: int = 1
    parameters: tuple[tuple[str, str], ...] = (("CROSS_ACCOUNT_VERSION", "1"),)
    external: External = External()
    trusted_owners: tuple[str, ...] = ()
