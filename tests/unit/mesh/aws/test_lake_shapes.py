"""A grant that Lake Formation lists is known for what it is, so that drift is revoked as it is."""

from typing import Any

import pytest

from mesh.access.lake import Columns, Resource, Table
from mesh.aws.lake_shapes import Shapes, read_resource

_CATALOG = "100000000001"
_ALL = {"CatalogId": _CATALOG, "DatabaseName": "fleet", "Name": "ALL_TABLES", "TableWildcard": {}}


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        ({"Table": _ALL}, Table("fleet", "*")),
        ({"TableWithColumns": _ALL | {"ColumnWildcard": {}}}, Table("fleet", "*")),
        (
            {"TableWithColumns": _ALL | {"ColumnNames": ["a"]}},
            Columns("fleet", "*", ("a",), excluding=False),
        ),
    ],
)
def test_a_grant_on_all_tables_is_no_table_of_that_name(
    listed: dict[str, Any], known: Resource
) -> None:
    assert read_resource(listed) == known


def test_what_was_listed_for_all_tables_is_revoked_by_the_wildcard() -> None:
    resource = read_resource({"Table": _ALL})

    assert resource is not None
    assert Shapes(_CATALOG).of(resource) == {
        "Table": {"CatalogId": _CATALOG, "DatabaseName": "fleet", "TableWildcard": {}}
    }
