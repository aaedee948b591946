"""LF-tags: a table inherits its database's, a column its table's, and each may override a key."""

from collections.abc import Iterable, Iterator

from emulator.lakeformation.engine.lake import Lake, Tags
from emulator.lakeformation.engine.resources import Database, Expression, Table, TagPolicy


def tags_of(lake: Lake, resource: Database | Table, column: str | None = None) -> Tags:
    """The tags that count for a resource: its own before its parent's, one value per key."""
    if isinstance(resource, Database):
        return dict(lake.tags.get(resource, {}))
    inherited = lake.tags.get(resource.parent, {}) | lake.tags.get(resource, {})
    return inherited | lake.tags.get((resource, column), {}) if column else inherited


def fits(expression: Expression, tags: Tags) -> bool:
    """Whether every key of the expression is there with one of its values."""
    return all(tags.get(key) in values for key, values in expression)


def matches(lake: Lake, policy: TagPolicy, tags: Tags) -> bool:
    """Whether tags fit a policy: a saved expression counts as it stands now."""
    if not policy.saved:
        return fits(policy.expression, tags)
    saved = lake.expressions.get(policy.saved)
    return saved is not None and fits(saved.body, tags)


def matching_columns(
    lake: Lake, policy: TagPolicy, table: Table, columns: Iterable[str]
) -> frozenset[str]:
    """The columns of a table that a policy on tables reaches."""
    return frozenset(c for c in columns if matches(lake, policy, tags_of(lake, table, c)))


def reaches_table(lake: Lake, policy: TagPolicy, table: Table) -> bool:
    """Whether a policy reaches the table or any column that carries tags of its own."""
    if policy.covers != "TABLE":
        return False
    return any(matches(lake, policy, tags) for tags in _tags_within(lake, table))


def reaches_every_column(lake: Lake, policy: TagPolicy, table: Table) -> bool:
    """Whether a policy reaches the table and each column that carries tags of its own.

    Only then it gives what is about the whole table, such as DROP or ALTER.

    Source: Lake Formation developer guide, TBAC-notes.
    """
    return all(matches(lake, policy, tags) for tags in _tags_within(lake, table))


def reaches_tables_of(lake: Lake, policy: TagPolicy, database: Database) -> bool:
    """Whether a policy on tables reaches those of a database that inherit its tags, or any other.

    What a database has is not asked: one without tables is reached by its tags as well.
    """
    if policy.covers != "TABLE":
        return False
    return matches(lake, policy, tags_of(lake, database)) or any(
        reaches_table(lake, policy, table) for table in _tagged_tables(lake, database)
    )


def _tagged_tables(lake: Lake, database: Database) -> Iterator[Table]:
    for key in lake.tags:
        table = key[0] if isinstance(key, tuple) else key
        if isinstance(table, Table) and table.parent == database:
            yield table


def _tags_within(lake: Lake, table: Table) -> Iterator[Tags]:
    own = (k[1] for k in lake.tags if isinstance(k, tuple) and k[0] == table)
    return (tags_of(lake, table, column) for column in (None, *own))
