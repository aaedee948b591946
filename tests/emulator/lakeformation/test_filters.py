"""A data cells filter belongs to one table, says which columns and rows, and changes in place."""

from typing import Any

import pytest

from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.world import Lake, cells, link_input, principal, refused, table


def shape(name: str = "f", **more: object) -> dict[str, Any]:
    named = cells(name)["DataCellsFilter"]
    return {**named, "ColumnNames": ["tail"], "RowFilter": {"AllRowsWildcard": {}}, **more}


def test_a_filter_is_read_back_as_it_was_made(lake: Lake) -> None:
    lf = lake.lf(lake.admin)
    lf.create_data_cells_filter(
        TableData=shape(ColumnNames=["Tail"], RowFilter={"FilterExpression": "year > 2000"})
    )

    found = lf.get_data_cells_filter(**cells("f")["DataCellsFilter"])["DataCellsFilter"]

    assert found["ColumnNames"] == ["tail"]
    assert found["RowFilter"] == {"FilterExpression": "year > 2000"}
    assert found["VersionId"]
    assert lf.list_data_cells_filter()["DataCellsFilters"] == [found]


def test_an_update_keeps_the_grants_and_gets_a_new_version(lake: Lake) -> None:
    lf = lake.lf(lake.admin)
    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], None), "SELECT")
    before = lf.get_data_cells_filter(**cells("f")["DataCellsFilter"])["DataCellsFilter"]

    lf.update_data_cells_filter(TableData=before | {"ColumnNames": ["year"]})

    after = lf.get_data_cells_filter(**cells("f")["DataCellsFilter"])["DataCellsFilter"]
    assert after["ColumnNames"] == ["year"]
    assert after["VersionId"] != before["VersionId"]
    assert len(lf.list_permissions(Resource=cells("f"))["PrincipalResourcePermissions"]) == 1


def test_an_outdated_version_is_refused(lake: Lake) -> None:
    lf = lake.lf(lake.admin)
    lake.add_filter("f", ["tail"], None)
    before = lf.get_data_cells_filter(**cells("f")["DataCellsFilter"])["DataCellsFilter"]
    lf.update_data_cells_filter(TableData=before | {"ColumnNames": ["year"]})

    with refused("ConcurrentModificationException"):
        lf.update_data_cells_filter(TableData=before)


def test_deleting_a_filter_ends_the_grants_on_it(lake: Lake) -> None:
    lf = lake.lf(lake.admin)
    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], None), "SELECT")

    lf.delete_data_cells_filter(**cells("f")["DataCellsFilter"])
    lake.add_filter("f", ["tail"], None)

    assert lf.list_permissions(Resource=cells("f"))["PrincipalResourcePermissions"] == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ColumnWildcard": {}}, "Exactly one of ColumnNames"),
        ({"ColumnNames": []}, "Exactly one of ColumnNames"),
        ({"ColumnNames": ["colour"]}, "no column colour"),
        ({"RowFilter": {}}, "Exactly one of FilterExpression"),
        (
            {"RowFilter": {"FilterExpression": "year = 1", "AllRowsWildcard": {}}},
            "Exactly one of FilterExpression",
        ),
        ({"RowFilter": {"FilterExpression": "lower(tail) = 'x'"}}, "Invalid row filter expression"),
        ({"RowFilter": {"FilterExpression": "year = 'x'"}}, "Invalid row filter expression"),
    ],
)
def test_a_filter_that_says_too_much_or_too_little_is_refused(
    lake: Lake, wrong: dict[str, Any], words: str
) -> None:
    with refused("InvalidInputException", words):
        lake.lf(lake.admin).create_data_cells_filter(TableData=shape(**wrong))


def test_a_filter_may_exclude_columns(lake: Lake) -> None:
    wanted = shape(ColumnWildcard={"ExcludedColumnNames": ["owner"]})
    del wanted["ColumnNames"]

    lake.lf(lake.admin).create_data_cells_filter(TableData=wanted)

    lake.grant(lake.analyst, cells("f"), "SELECT")
    seen = lake.glue(lake.analyst).get_table(
        CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes"
    )
    names = [column["Name"] for column in seen["Table"]["StorageDescriptor"]["Columns"]]
    assert names == ["tail", "year"]


def test_the_same_name_twice_is_refused(lake: Lake) -> None:
    lake.add_filter("f", ["tail"], None)

    with refused("AlreadyExistsException"):
        lake.add_filter("f", ["tail"], None)


def test_a_filter_belongs_to_the_table_and_not_to_a_link(lake: Lake) -> None:
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=link_input("link"))

    with refused("InvalidInputException", "resource link"):
        lake.lf(lake.admin).create_data_cells_filter(TableData=shape(TableName="link"))
    with refused("EntityNotFoundException", "Table nothing not found"):
        lake.lf(lake.admin).create_data_cells_filter(TableData=shape(TableName="nothing"))


def test_rows_are_filtered_by_who_may_grant_every_column(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "SELECT")
    with refused("AccessDeniedException"):
        lake.lf(engineer).create_data_cells_filter(TableData=shape())

    lake.grant(engineer, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])
    lake.lf(engineer).create_data_cells_filter(TableData=shape())

    with refused("AccessDeniedException"):
        lake.lf(lake.analyst).get_data_cells_filter(**cells("f")["DataCellsFilter"])


def test_a_filter_that_is_not_there_is_named(lake: Lake) -> None:
    for operation in ("get_data_cells_filter", "delete_data_cells_filter"):
        with refused("EntityNotFoundException", "f not found"):
            getattr(lake.lf(lake.admin), operation)(**cells("f")["DataCellsFilter"])


def test_only_who_manages_a_table_lists_its_filters(lake: Lake) -> None:
    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], None), "SELECT")

    asked = {"Table": table()["Table"]}
    assert len(lake.lf(lake.admin).list_data_cells_filter(**asked)["DataCellsFilters"]) == 1
    assert lake.lf(lake.analyst).list_data_cells_filter(**asked)["DataCellsFilters"] == []


def test_a_table_that_was_dropped_takes_its_filters_along(lake: Lake) -> None:
    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], None), "SELECT")

    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="planes")
    lake.create_table()

    lf = lake.lf(lake.admin)
    assert lf.list_data_cells_filter()["DataCellsFilters"] == []
    assert (
        lf.list_permissions(Principal=principal(lake.analyst))["PrincipalResourcePermissions"] == []
    )
