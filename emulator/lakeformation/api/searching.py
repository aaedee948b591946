"""Finding databases and tables by their LF-tags, as who is about to grant on these tags would.

Source: Lake Formation API reference, "SearchTablesByLFTags" and "SearchDatabasesByLFTags". Assumed:
whoever may see the tags may search, and finds only what it sees; resource links are not found.
"""

from collections.abc import Iterator
from typing import Any

from emulator.api import Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.shapes import read_expression
from emulator.lakeformation.api.tagging import tags_on, write_tags
from emulator.lakeformation.catalogue import columns_of
from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.resources import Database, Expression, Table, TagKey
from emulator.lakeformation.engine.tags import fits, tags_of
from emulator.lakeformation.sight import sees
from emulator.lakeformation.store import (
    catalog_named,
    invalid,
    lake_of,
    missing,
    not_authorised,
    subject_of,
)

_AT_ONCE = 100


def search_databases(call: Call) -> dict[str, Any]:
    """``SearchDatabasesByLFTags``: databases by the tags that they carry themselves."""
    lake, expression = _wanted(call)
    found = [
        {
            "Database": {"CatalogId": lake.catalog, "Name": database.name},
            "LFTags": write_tags(lake, tags_of(lake, database)),
        }
        for database in _databases(call, lake)
        if fits(expression, tags_of(lake, database))
        and sees(call.cloud, subject_of(call.principal), database)
    ]
    return page(call, "DatabaseList", found, most=_AT_ONCE)


def search_tables(call: Call) -> dict[str, Any]:
    """``SearchTablesByLFTags``: tables by tags that they or a column of them carry."""
    lake, expression = _wanted(call)
    found = [
        {
            "Table": {
                "CatalogId": lake.catalog,
                "DatabaseName": table.database,
                "Name": table.name,
            },
            **tags_on(lake, table.parent, table, columns),
        }
        for table, columns in _tables(call, lake)
        if any(fits(expression, tags_of(lake, table, column)) for column in (None, *columns))
        and sees(call.cloud, subject_of(call.principal), table)
    ]
    return page(call, "TableList", found, most=_AT_ONCE)


def _wanted(call: Call) -> tuple[Lake, Expression]:
    lake, subject = lake_of(call.cloud, catalog_named(call)), subject_of(call.principal)
    expression = read_expression(call.parameters["Expression"])
    if not expression:
        raise invalid("A search needs at least one LF-tag in its Expression.")
    for key, values in sorted(expression):
        if not decide(lake, subject, "DESCRIBE", TagKey(lake.catalog, key, values)):
            raise not_authorised()
        if unknown := sorted(values - lake.tag_keys.get(key, frozenset())):
            raise missing(f"LF-tag {key} has no value {', '.join(unknown)}.")
    return lake, expression


def _databases(call: Call, lake: Lake) -> Iterator[Database]:
    listed = call.cloud.moto("glue", "GetDatabases", {}, account=lake.catalog)["DatabaseList"]
    for found in listed:
        if not found.get("TargetDatabase"):
            yield Database(lake.catalog, found["Name"])


def _tables(call: Call, lake: Lake) -> Iterator[tuple[Table, tuple[str, ...]]]:
    for database in _databases(call, lake):
        listed = call.cloud.moto(
            "glue", "GetTables", {"DatabaseName": database.name}, account=lake.catalog
        )["TableList"]
        for found in listed:
            if not found.get("TargetTable"):
                yield Table(lake.catalog, database.name, found["Name"]), columns_of(found)
