"""Resources and filters between Lake Formation's API and our values."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesh.access.lake import Cells, Columns, Database, FilterName, Held, Resource, Table, TagPolicy

Shape = dict[str, Any]
ALL_TABLES = "*"
"""Stands for every table of a database, also those to come."""

_LISTED_ALL_TABLES = "ALL_TABLES"


class Shapes:
    """Writes values as the API of one catalogue takes them."""

    def __init__(self, catalog: str) -> None:
        self._catalog = catalog

    def of(self, resource: Resource) -> Shape:
        """A resource as the API names it."""
        match resource:
            case Database(database):
                return {"Database": {"CatalogId": self._catalog, "Name": database}}
            case Table():
                return {"Table": self._table(resource)}
            case FilterName():
                return {"DataCellsFilter": self.of_filter(resource)}
            case Columns(database, table, names, excluding):
                columns: dict[str, Any] = {"ColumnNames": list(names)}
                if excluding:
                    columns = {"ColumnWildcard": {"ExcludedColumnNames": list(names)}}
                return {"TableWithColumns": self._table(Table(database, table)) | columns}
            case TagPolicy(expression, saved):
                policy: Shape = {"CatalogId": self._catalog, "ResourceType": "TABLE"}
                if saved:
                    return {"LFTagPolicy": policy | {"ExpressionName": saved}}
                pairs = [{"TagKey": key, "TagValues": list(values)} for key, values in expression]
                return {"LFTagPolicy": policy | {"Expression": pairs}}

    def _table(self, table: Table) -> Shape:
        place: Shape = {"CatalogId": self._catalog, "DatabaseName": table.database}
        if table.table == ALL_TABLES:
            return place | {"TableWildcard": {}}
        return place | {"Name": table.table}

    def of_filter(self, name: FilterName) -> Any:  # noqa: ANN401 - the API's own shapes
        """A filter's key."""
        return {
            "TableCatalogId": self._catalog,
            "DatabaseName": name.database,
            "TableName": name.table,
            "Name": name.name,
        }

    def of_cells(self, name: FilterName, cells: Cells) -> Any:  # noqa: ANN401 - the API's own shapes
        """A filter with what it shows."""
        rows: Shape = {"FilterExpression": cells.rows} if cells.rows else {"AllRowsWildcard": {}}
        return {
            **self.of_filter(name),
            "ColumnNames": list(cells.columns),
            "RowFilter": rows,
        }


def read_resource(shape: Mapping[str, Any]) -> Resource | None:  # noqa: PLR0911 - one per kind
    """A resource of ours; None for one that holds no rows (a location, a tag, the catalogue)."""
    if found := shape.get("Database"):
        return Database(found["Name"])
    if found := shape.get("Table"):
        return Table(found["DatabaseName"], _table_name(found))
    if found := shape.get("DataCellsFilter"):
        return FilterName(found["DatabaseName"], found["TableName"], found["Name"])
    if found := shape.get("TableWithColumns"):
        wildcard = found.get("ColumnWildcard")
        names = found.get("ColumnNames") or (wildcard or {}).get("ExcludedColumnNames") or ()
        excluding = wildcard is not None
        database, table = found["DatabaseName"], _table_name(found)
        if excluding and not names:
            return Table(database, table)
        return Columns(database, table, tuple(sorted(names)), excluding)
    if (found := shape.get("LFTagPolicy")) and found["ResourceType"] == "TABLE":
        pairs = sorted((e["TagKey"], tuple(e["TagValues"])) for e in found.get("Expression", ()))
        return TagPolicy(tuple(pairs), found.get("ExpressionName", ""))
    return None


def _table_name(shape: Mapping[str, Any]) -> str:
    # A list names a grant on all tables like a table of that name, with a wildcard beside it.
    name = shape.get("Name")
    return ALL_TABLES if name in {None, _LISTED_ALL_TABLES} else str(name)


def read_permissions(
    principal: str, resource: Resource, entry: Mapping[str, Any]
) -> Iterator[Held]:
    """The permissions of one entry of a list."""
    for permission in entry.get("Permissions", ()):
        yield Held(principal, resource, permission)
    for permission in entry.get("PermissionsWithGrantOption", ()):
        yield Held(principal, resource, permission, grantable=True)
