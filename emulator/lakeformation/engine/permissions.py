"""Which permissions exist on which kind of resource, and what holding one of them includes."""

from collections.abc import Collection

from emulator.lakeformation.engine.resources import (
    Catalog,
    Columns,
    Database,
    Filter,
    Location,
    Resource,
    SavedExpression,
    Table,
    TagKey,
    TagPolicy,
)

_DATABASE = frozenset({"ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"})
_TABLE = frozenset({"ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"})
_TAGS = frozenset({"ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"})
_LINK = frozenset({"DESCRIBE", "DROP"})
_BY_KIND: dict[type, frozenset[str]] = {
    Catalog: frozenset(
        {"ALL", "CREATE_DATABASE", "CREATE_LF_TAG", "CREATE_LF_TAG_EXPRESSION", "DESCRIBE"}
    ),
    Database: _DATABASE,
    Table: _TABLE,
    Columns: frozenset({"SELECT"}),
    Filter: frozenset({"DESCRIBE", "DROP", "SELECT"}),
    Location: frozenset({"DATA_LOCATION_ACCESS"}),
    TagKey: _TAGS | {"ASSOCIATE"},
    SavedExpression: _TAGS | {"ALL"},
}


def grantable_on(resource: Resource, *, is_link: bool = False) -> frozenset[str]:
    """The permissions that a grant on this resource may name.

    Source: Lake Formation developer guide, lf-permissions-reference.
    """
    if is_link:
        return _LINK
    if isinstance(resource, TagPolicy):
        return _TABLE if resource.covers == "TABLE" else _DATABASE
    return _BY_KIND[type(resource)]


def includes(held: Collection[str], wanted: str) -> bool:
    """Whether what is held gives what is wanted; any right on a thing lets its holder see it."""
    return wanted in held or "ALL" in held or (wanted == "DESCRIBE" and bool(held))


def words(permission: str) -> str:
    """A permission as refusals spell it: ``CREATE_TABLE`` reads ``Create Table``."""
    return permission.replace("_", " ").title()
