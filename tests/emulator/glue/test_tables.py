"""Tables show their permitted columns, change by right, and never lose a commit."""

from typing import Any

import pytest

from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    Lake,
    World,
    cells,
    columns,
    database,
    link_input,
    principal,
    refused,
    table,
    table_input,
)


def shown(lake: Lake, who: str, **named: str) -> dict[str, Any]:
    asked = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "Name": "planes"} | named
    found: dict[str, Any] = lake.glue(who).get_table(**asked)["Table"]
    return found


def names(found: dict[str, Any]) -> list[str]:
    return [column["Name"] for column in found["StorageDescriptor"]["Columns"]]


def test_a_table_is_known_by_any_spelling(lake: Lake) -> None:
    lake.create_table("Airlines")

    found = shown(lake, lake.admin, DatabaseName="FLEET", Name="AIRLINES")

    assert (found["Name"], found["DatabaseName"]) == ("airlines", "fleet")
    assert found["IsRegisteredWithLakeFormation"] is True


def test_a_table_shows_the_columns_that_are_granted(lake: Lake) -> None:
    lake.grant(lake.analyst, columns("year"), "SELECT")
    lake.grant(lake.analyst, lake.add_filter("f", ["owner"], "year = 1"), "SELECT")

    assert names(shown(lake, lake.analyst)) == ["year", "owner"]
    assert names(shown(lake, lake.admin)) == ["tail", "year", "owner"]


def test_who_may_describe_a_table_sees_all_its_columns(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "DESCRIBE")

    assert names(shown(lake, lake.analyst)) == ["tail", "year", "owner"]


def test_who_sees_nothing_is_refused_the_same_whether_it_exists_or_not(lake: Lake) -> None:
    for name in ("planes", "nothing"):
        with refused("AccessDeniedException", f"Required Describe on {name}"):
            shown(lake, lake.analyst, Name=name)
    with refused("EntityNotFoundException", "Table nothing not found"):
        shown(lake, lake.admin, Name="nothing")


def test_glue_rights_of_its_own_are_needed_too(lake: Lake) -> None:
    poor = lake.role("poor", CONSUMER, allow="s3:*")
    lake.grant(poor, table(), "DESCRIBE")

    with refused("AccessDeniedException", "not authorized to perform: glue:GetTable"):
        shown(lake, poor)


def test_only_granted_tables_are_listed(lake: Lake) -> None:
    lake.create_table("airlines")
    lake.create_table("other")
    lake.grant(lake.analyst, columns("year"), "SELECT")
    asked = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet"}

    listed = lake.glue(lake.analyst).get_tables(**asked)["TableList"]
    matching = lake.glue(lake.admin).get_tables(**asked, Expression="*air*")["TableList"]
    paged = (
        lake.glue(lake.admin)
        .get_paginator("get_tables")
        .paginate(**asked, PaginationConfig={"PageSize": 2})
    )

    assert [(found["Name"], names(found)) for found in listed] == [("planes", ["year"])]
    assert [found["Name"] for found in matching] == ["airlines"]
    assert [len(page["TableList"]) for page in paged] == [2, 1]


def test_tables_of_a_database_of_which_nothing_is_seen_are_refused(lake: Lake) -> None:
    with refused("AccessDeniedException", "Required Describe on fleet"):
        lake.glue(lake.analyst).get_tables(CatalogId=GOVERNANCE, DatabaseName="fleet")
    with refused("EntityNotFoundException", "nothing"):
        lake.glue(lake.admin).get_tables(DatabaseName="nothing")


def test_search_finds_what_may_be_seen(lake: Lake) -> None:
    engineer = lake.role("engineer")
    for name in ("airlines", "hotlines"):
        lake.create_table(name)
    lake.grant(engineer, table("airlines"), "DESCRIBE")

    found = lake.glue(engineer).search_tables(SearchText="lines")["TableList"]

    assert [entry["Name"] for entry in found] == ["airlines"]


# Changing


def test_creating_a_table_needs_the_database_and_the_location(lake: Lake) -> None:
    publisher = lake.role("publisher")
    with refused("AccessDeniedException", "Required Create Table on fleet"):
        lake.create_table("mine", by=publisher)
    lake.grant(publisher, database(), "CREATE_TABLE")
    with refused("AccessDeniedException", f"permission(s) on s3://{BUCKET}/fleet"):
        lake.create_table("mine", by=publisher)

    location = {"DataLocation": {"CatalogId": GOVERNANCE, "ResourceArn": LOCATION}}
    lake.grant(publisher, location, "DATA_LOCATION_ACCESS")
    lake.create_table("mine", by=publisher)

    lake.grant(lake.analyst, table("mine"), "SELECT", by=publisher)


def test_a_place_that_is_not_registered_needs_no_access(lake: Lake) -> None:
    publisher = lake.role("publisher")
    lake.grant(publisher, database(), "CREATE_TABLE")

    wanted = table_input("mine", "s3://elsewhere/mine")
    lake.glue(publisher).create_table(DatabaseName="fleet", TableInput=wanted)

    assert shown(lake, publisher, Name="mine")["IsRegisteredWithLakeFormation"] is False


def test_moving_a_table_needs_access_to_where_it_goes(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "ALTER")
    moved = table_input("planes", f"s3://{BUCKET}/fleet/moved")

    with refused("AccessDeniedException", "fleet/moved"):
        lake.glue(engineer).update_table(DatabaseName="fleet", TableInput=moved)
    lake.glue(engineer).update_table(DatabaseName="fleet", TableInput=table_input("planes"))


def test_changing_and_dropping_need_their_rights(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "SELECT")
    glue = lake.glue(engineer)
    with refused("AccessDeniedException", "Required Alter on planes"):
        glue.update_table(DatabaseName="fleet", TableInput=table_input("planes"))
    with refused("AccessDeniedException", "Required Drop on planes"):
        glue.delete_table(DatabaseName="fleet", Name="planes")

    lake.grant(engineer, table(), "ALTER", "DROP")
    glue.update_table(DatabaseName="fleet", TableInput=table_input("Planes"))
    glue.delete_table(DatabaseName="fleet", Name="Planes")

    with refused("EntityNotFoundException"):
        shown(lake, lake.admin)


def test_an_outdated_version_changes_nothing(lake: Lake) -> None:
    glue = lake.glue(lake.admin)
    before = shown(lake, lake.admin)["VersionId"]
    glue.update_table(DatabaseName="fleet", TableInput=table_input("planes"), VersionId=before)

    with refused("ConcurrentModificationException", "concurrent modifications"):
        glue.update_table(
            DatabaseName="fleet", TableInput=table_input("planes", "s3://x"), VersionId=before
        )

    location = shown(lake, lake.admin)["StorageDescriptor"]["Location"]
    assert location == f"s3://{BUCKET}/fleet/planes"


def test_earlier_versions_show_the_same_columns(lake: Lake) -> None:
    lake.glue(lake.admin).update_table(DatabaseName="fleet", TableInput=table_input("planes"))
    lake.grant(lake.analyst, columns("year"), "SELECT")
    named = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "TableName": "planes"}
    glue = lake.glue(lake.analyst)

    versions = glue.get_table_versions(**named)["TableVersions"]
    first = glue.get_table_version(**named, VersionId="1")["TableVersion"]

    assert [version["VersionId"] for version in versions] == ["2", "1"]
    assert names(first["Table"]) == ["year"]
    with refused("EntityNotFoundException"):
        glue.get_table_version(**named, VersionId="7")


def test_several_tables_are_dropped_at_once_and_what_fails_is_told(lake: Lake) -> None:
    lake.create_table("airlines")
    engineer = lake.role("engineer")
    lake.grant(engineer, table("airlines"), "DROP")

    answer = lake.glue(engineer).batch_delete_table(
        DatabaseName="fleet", TablesToDelete=["airlines", "planes"]
    )

    [error] = answer["Errors"]
    assert error["TableName"] == "planes"
    assert error["ErrorDetail"]["ErrorCode"] == "AccessDeniedException"


def test_a_table_dropped_and_made_again_starts_without_grants(lake: Lake) -> None:
    lake.grant(lake.analyst, columns("year"), "SELECT")
    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="planes")

    lake.create_table()

    with refused("AccessDeniedException", "Required Describe on planes"):
        shown(lake, lake.analyst)


def test_default_permissions_of_the_database_are_written_at_creation(lake: Lake) -> None:
    everyone = {"Principal": principal("IAM_ALLOWED_PRINCIPALS"), "Permissions": ["ALL"]}
    glue = lake.glue(lake.admin)
    glue.create_database(
        DatabaseInput={"Name": "open", "CreateTableDefaultPermissions": [everyone]}
    )

    glue.create_table(DatabaseName="open", TableInput=table_input("planes"))
    lake.create_table("closed")

    engineer = lake.role("engineer")
    assert len(names(shown(lake, engineer, DatabaseName="open"))) == 3
    with refused("AccessDeniedException"):
        shown(lake, engineer, Name="closed")


def test_iceberg_keeps_no_partitions_in_the_catalogue(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "DESCRIBE")

    found = lake.glue(lake.analyst).get_partitions(
        CatalogId=GOVERNANCE, DatabaseName="fleet", TableName="planes"
    )

    assert found["Partitions"] == []


def test_what_is_not_known_is_refused_and_not_ignored(lake: Lake) -> None:
    with refused("InvalidInputException", "OpenTableFormatInput"):
        lake.glue(lake.admin).create_table(
            DatabaseName="fleet",
            TableInput=table_input("mine"),
            OpenTableFormatInput={"IcebergInput": {"MetadataOperation": "CREATE"}},
        )
    with refused("NotImplemented", "glue:CreateCrawler"):
        lake.glue(lake.admin).create_crawler(Name="c", Role="r", Targets={})


# Links


@pytest.fixture
def linked(lake: Lake) -> Lake:
    glue = lake.glue(CONSUMER)
    glue.create_database(DatabaseInput={"Name": "shared"})
    glue.create_table(DatabaseName="shared", TableInput=link_input("Mine"))
    return lake


def shown_link(lake: Lake, who: str) -> dict[str, Any]:
    return shown(lake, who, CatalogId=CONSUMER, DatabaseName="shared", Name="mine")


def test_a_link_shows_its_target_to_who_sees_both(linked: Lake) -> None:
    before = shown_link(linked, linked.analyst)
    linked.grant(linked.analyst, columns("year"), "SELECT")

    after = shown_link(linked, linked.analyst)

    assert "StorageDescriptor" not in before
    assert names(after) == ["year"]
    assert (after["Name"], after["DatabaseName"], after["CatalogId"]) == (
        "mine",
        "shared",
        CONSUMER,
    )
    assert after["Parameters"]["metadata_location"].startswith("s3://")
    assert after["TargetTable"]["CatalogId"] == GOVERNANCE


def test_a_link_is_listed_with_what_its_target_shows(linked: Lake) -> None:
    linked.grant(linked.analyst, columns("year"), "SELECT")

    [found] = linked.glue(linked.analyst).get_tables(DatabaseName="shared")["TableList"]

    assert (found["Name"], names(found)) == ("mine", ["year"])


def test_a_link_outlives_its_target_and_its_end_leaves_the_target(linked: Lake) -> None:
    linked.glue(CONSUMER).delete_table(DatabaseName="shared", Name="mine")
    assert names(shown(linked, linked.admin)) == ["tail", "year", "owner"]

    linked.glue(CONSUMER).create_table(DatabaseName="shared", TableInput=link_input("mine"))
    linked.glue(linked.admin).delete_table(DatabaseName="fleet", Name="planes")

    assert shown_link(linked, CONSUMER)["TargetTable"]["Name"] == "planes"


def test_a_link_is_recreated_and_not_updated(linked: Lake) -> None:
    with refused("InvalidInputException", "resource link"):
        linked.glue(CONSUMER).update_table(DatabaseName="shared", TableInput=link_input("mine"))


def test_where_lake_formation_decides_a_link_needs_describe(linked: Lake, world: World) -> None:
    keeper = linked.role("keeper", CONSUMER)
    world.put_settings(CONSUMER, keeper)
    linked.glue(keeper).create_database(DatabaseInput={"Name": "closed"})
    linked.glue(keeper).create_table(DatabaseName="closed", TableInput=link_input("mine"))
    linked.grant(linked.analyst, linked.add_filter("f", ["year"], None), "SELECT")
    asked = {"DatabaseName": "closed", "Name": "mine"}
    with refused("AccessDeniedException", "Required Describe on mine"):
        linked.glue(linked.analyst).get_table(**asked)

    link = {"Table": {"CatalogId": CONSUMER, "DatabaseName": "closed", "Name": "mine"}}
    linked.grant(linked.analyst, link, "DESCRIBE", by=keeper)

    assert names(linked.glue(linked.analyst).get_table(**asked)["Table"]) == ["year"]
    linked.revoke(linked.analyst, cells("f"), "SELECT")
    assert "StorageDescriptor" not in linked.glue(linked.analyst).get_table(**asked)["Table"]
