"""What single grants show of the tables of one catalogue.

Source: https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html and
https://docs.aws.amazon.com/lake-formation/latest/dg/data-filtering.html
"""

from collections.abc import Collection, Iterable, Iterator

from mesh.access.effective.catalogue import Catalogue, Schema
from mesh.access.effective.readable import Readable
from mesh.access.effective.tags import matches, reached
from mesh.access.lake import Columns, Database, FilterName, Held, Resource, Table, TagPolicy

EVERYBODY_OF_IAM = "IAM_ALLOWED_PRINCIPALS"
_ALL_TABLES = "*"
_READING = frozenset({"SELECT", "ALL"})


def names_of(principal: str) -> frozenset[str]:
    """Under which names something may have been granted to a principal, given by its ARN."""
    return frozenset({principal, f"{account_of(principal)}:IAMPrincipals"})


def account_of(principal: str) -> str:
    """Account of a role's or user's ARN."""
    return principal.split(":")[4]


def held_by(names: Collection[str], held: Iterable[Held]) -> frozenset[Held]:
    """What is granted to somebody under any of some names."""
    return frozenset(each for each in held if each.principal in names)


def readable(catalogue: Catalogue, held: Iterable[Held]) -> dict[Table, Readable]:
    """Cells that some permissions show together, for each table that exists."""
    found: dict[Table, Readable] = {}
    for each in held:
        if each.permission in _READING and not each.grantable:
            for table, shown in _readable(catalogue, each.resource):
                found[table] = found.get(table, Readable()) | shown
    return {table: shown for table, shown in found.items() if shown.columns}


def described(catalogue: Catalogue, held: Iterable[Held]) -> frozenset[Table]:
    """Tables that some permissions show with every column: any right on a whole table does."""
    return frozenset(
        table
        for each in held
        if not each.grantable
        for table in _whole(catalogue, each.resource, each.permission)
    )


def left_to_iam(catalogue: Catalogue, principal: str) -> frozenset[Table]:
    """Tables on which whoever IAM allows holds anything, but those that a principal opted in for.

    There IAM decides within the account, and nobody of another account is let in.

    Source: https://docs.aws.amazon.com/lake-formation/latest/dg/hybrid-access-workflow.html
    """
    names = {principal, account_of(principal)}
    opted = {resource for name, resource in catalogue.opted_in if name in names}
    left = described(catalogue, held_by({EVERYBODY_OF_IAM}, catalogue.held))
    return frozenset(
        table for table in left if not opted & {table, Table(table.database, _ALL_TABLES)}
    )


def _readable(catalogue: Catalogue, resource: Resource) -> Iterator[tuple[Table, Readable]]:
    match resource:
        case Database():
            return
        case Table():
            for table in _tables(catalogue, resource):
                yield table, Readable.of(catalogue.tables[table].columns, None)
        case Columns(database, name, names, excluding):
            for table in _tables(catalogue, Table(database, name)):
                chosen = _chosen(catalogue.tables[table], names, excluding=excluding)
                yield table, Readable.of(chosen, None)
        case FilterName():
            yield from _cells(catalogue, resource)
        case TagPolicy():
            for table, schema in catalogue.tables.items():
                tags = catalogue.databases.get(table.database, {})
                columns = reached(_expression(catalogue, resource), tags, schema)
                yield table, Readable.of(columns, None)


def _cells(catalogue: Catalogue, name: FilterName) -> Iterator[tuple[Table, Readable]]:
    shown, schema = catalogue.filters.get(name), catalogue.tables.get(name.of)
    if shown and schema:
        columns = _chosen(schema, shown.names, excluding=shown.excluding)
        yield name.of, Readable.of(columns, shown.rows)


def _whole(catalogue: Catalogue, resource: Resource, permission: str) -> Iterator[Table]:
    match resource:
        case Table():
            yield from _tables(catalogue, resource)
        case TagPolicy() if permission not in _READING:
            expression = _expression(catalogue, resource)
            for table, schema in catalogue.tables.items():
                tags = catalogue.databases.get(table.database, {})
                if matches(expression, {**tags, **schema.tags}):
                    yield table


def _tables(catalogue: Catalogue, named: Table) -> Iterator[Table]:
    if named.table == _ALL_TABLES:
        yield from (table for table in catalogue.tables if table.database == named.database)
    elif named in catalogue.tables:
        yield named


def _chosen(schema: Schema, names: Collection[str], *, excluding: bool) -> list[str]:
    # A list of exclusions follows the table: it gives a column that is added later.
    return [column for column in schema.columns if (column in names) != excluding]


def _expression(catalogue: Catalogue, policy: TagPolicy) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if policy.saved:
        return catalogue.expressions.get(policy.saved, ())
    return policy.expression
