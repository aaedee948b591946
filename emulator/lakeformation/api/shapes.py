"""Resources and principals between the API's shapes and the engine's values."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    Catalog,
    Columns,
    Database,
    Expression,
    Filter,
    Location,
    Resource,
    SavedExpression,
    Table,
    TagKey,
    TagPolicy,
)
from emulator.lakeformation.store import invalid

Shape = Mapping[str, Any]


def read_resource(shape: Shape, catalog: str) -> Resource:  # noqa: C901, PLR0911 - one per kind
    """Read the resource that a call names; ``catalog`` counts where the shape names none.

    A table with all its columns is the table itself.

    Raises:
        AwsError: InvalidInputException, unless exactly one known kind of resource is named.
    """
    named = [kind for kind in shape if shape[kind] is not None]
    if len(named) != 1:
        raise invalid(f"Exactly one resource must be named, got: {', '.join(named) or 'none'}.")
    kind, entry = named[0], shape[named[0]]
    owner = str(entry.get("CatalogId") or catalog)
    match kind:
        case "Catalog":
            return Catalog(str(entry.get("Id") or owner))
        case "Database":
            return Database(owner, entry["Name"].lower())
        case "Table":
            return read_table(entry, owner)
        case "TableWithColumns":
            return _columns(entry, owner)
        case "DataLocation":
            return Location(owner, entry["ResourceArn"].rstrip("/"))
        case "DataCellsFilter":
            return read_filter(entry, catalog)
        case "LFTag":
            values = frozenset(v.lower() for v in entry["TagValues"])
            return TagKey(owner, entry["TagKey"].lower(), values)
        case "LFTagPolicy":
            return _policy(entry, owner)
        case "LFTagExpression":
            return SavedExpression(owner, entry["Name"])
    raise invalid(f"{kind} is not a resource that the embedded AWS knows.")


def read_table(entry: Shape, owner: str) -> Table:
    """Read a table, or all tables of a database."""
    by_name, every = entry.get("Name"), entry.get("TableWildcard") is not None
    if by_name == "ALL_TABLES" or (every and not by_name):
        return Table(owner, entry["DatabaseName"].lower(), ALL_TABLES)
    if every or not by_name:
        raise invalid("A table resource needs either Name or TableWildcard.")
    return Table(owner, entry["DatabaseName"].lower(), by_name.lower())


def read_filter(entry: Shape, catalog: str) -> Filter:
    """Read the name of a data cells filter."""
    try:
        owner = str(entry.get("TableCatalogId") or catalog)
        table = Table(owner, entry["DatabaseName"].lower(), entry["TableName"].lower())
        return Filter(table, entry["Name"])
    except KeyError as error:
        raise invalid(f"A data cells filter needs {error.args[0]}.") from None


def read_columns(entry: Shape, table: Table) -> Columns:
    """Read ``ColumnNames`` or ``ColumnWildcard`` of a table.

    Raises:
        AwsError: InvalidInputException, unless exactly one of both is there.
    """
    names, wildcard = entry.get("ColumnNames") or (), entry.get("ColumnWildcard")
    if bool(names) == (wildcard is not None):
        raise invalid("Exactly one of ColumnNames and ColumnWildcard must be given.")
    if wildcard is None:
        return Columns(table, frozenset(n.lower() for n in names))
    excluded = wildcard.get("ExcludedColumnNames") or ()
    return Columns(table, frozenset(n.lower() for n in excluded), excluding=True)


def write_columns(columns: Columns) -> dict[str, Any]:
    """Write a column choice as the API shows it."""
    if not columns.excluding:
        return {"ColumnNames": sorted(columns.names)}
    excluded = {"ExcludedColumnNames": sorted(columns.names)} if columns.names else {}
    return {"ColumnWildcard": excluded}


def write_resource(resource: Resource) -> dict[str, Any]:  # noqa: C901, PLR0911 - one per kind
    """Write a resource as the API shows it."""
    match resource:
        case Catalog():
            return {"Catalog": {"Id": resource.catalog}}
        case Database():
            return {"Database": {"CatalogId": resource.catalog, "Name": resource.name}}
        case Table():
            return {"Table": write_table(resource)}
        case Columns():
            table = write_table(resource.table)
            table.pop("TableWildcard", None)
            return {"TableWithColumns": table | write_columns(resource)}
        case Location():
            return {"DataLocation": {"CatalogId": resource.catalog, "ResourceArn": resource.arn}}
        case Filter():
            return {"DataCellsFilter": write_filter(resource)}
        case TagKey():
            return {"LFTag": _write_tag(resource.catalog, resource.key, resource.values)}
        case TagPolicy():
            shape = {"CatalogId": resource.catalog, "ResourceType": resource.covers}
            if resource.saved:
                return {"LFTagPolicy": shape | {"ExpressionName": resource.saved}}
            return {"LFTagPolicy": shape | {"Expression": write_expression(resource.expression)}}
        case SavedExpression():
            return {"LFTagExpression": {"CatalogId": resource.catalog, "Name": resource.name}}


def write_table(table: Table) -> dict[str, Any]:
    """Write a table; all tables have AWS's own name for them."""
    shape: dict[str, Any] = {"CatalogId": table.catalog, "DatabaseName": table.database}
    if table.name == ALL_TABLES:
        return shape | {"Name": "ALL_TABLES", "TableWildcard": {}}
    return shape | {"Name": table.name}


def write_filter(cells: Filter) -> dict[str, Any]:
    """Write the name of a data cells filter."""
    return {
        "TableCatalogId": cells.table.catalog,
        "DatabaseName": cells.table.database,
        "TableName": cells.table.name,
        "Name": cells.name,
    }


def read_expression(tags: Iterable[Shape]) -> Expression:
    """Read the keys and values of LF-tags; both are kept in lower case."""
    return frozenset(
        (tag["TagKey"].lower(), frozenset(v.lower() for v in tag["TagValues"])) for tag in tags
    )


def write_expression(expression: Expression) -> list[dict[str, Any]]:
    """Write keys and values as the API shows them."""
    return [{"TagKey": key, "TagValues": sorted(values)} for key, values in _by_key(expression)]


def read_principal(shape: Shape) -> str:
    """Read a principal; ``EVERYONE`` is the old name of the group that IAM decides for."""
    identifier = str(shape.get("DataLakePrincipalIdentifier") or "")
    return "IAM_ALLOWED_PRINCIPALS" if identifier == "EVERYONE" else identifier


def account_of(principal: str) -> str | None:
    """The account of a principal, if it belongs to one."""
    found = re.fullmatch(r"arn:aws:iam::(\d{12}):.+|(\d{12})(?::IAMPrincipals)?", principal)
    return (found[1] or found[2]) if found else None


def _columns(entry: Shape, owner: str) -> Resource:
    name = entry["Name"].lower()
    table = Table(
        owner, entry["DatabaseName"].lower(), ALL_TABLES if name == "all_tables" else name
    )
    columns = read_columns(entry, table)
    return table if columns.is_whole_table else columns


def _policy(entry: Shape, owner: str) -> TagPolicy:
    saved, expression = str(entry.get("ExpressionName") or ""), entry.get("Expression") or ()
    if bool(saved) == bool(expression):
        raise invalid("Exactly one of Expression and ExpressionName must be given.")
    return TagPolicy(owner, entry["ResourceType"], read_expression(expression), saved)


def _by_key(expression: Expression) -> list[tuple[str, frozenset[str]]]:
    return sorted(expression, key=lambda pair: pair[0])


def _write_tag(catalog: str, key: str, values: frozenset[str]) -> dict[str, Any]:
    return {"CatalogId": catalog, "TagKey": key, "TagValues": sorted(values)}
