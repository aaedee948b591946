"""The permissions of a path are those on the databases and tables whose data lie there."""

from typing import Any

from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.test_tags import attach, make_tag, policy
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    PLANES,
    Lake,
    columns,
    database,
    refused,
    table,
    table_input,
)


def told(lake: Lake, path: str = f"{LOCATION}/planes", by: str = "") -> list[tuple[str, list[str]]]:
    """Who holds what, without those that made the lake."""
    found = lake.lf(by or lake.admin).get_effective_permissions_for_path(ResourceArn=path)
    held = [
        (entry["Principal"]["DataLakePrincipalIdentifier"], entry["Permissions"])
        for entry in found["Permissions"]
    ]
    return [entry for entry in held if entry[0] != lake.admin]


def other_table(lake: Lake, name: str, folder: str) -> dict[str, Any]:
    wanted = table_input(name, f"s3://{BUCKET}/{folder}")
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=wanted)
    return table(name)


def test_grants_on_a_table_and_on_parts_of_it_are_told(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "ALTER")
    lake.grant(lake.analyst, columns("tail"), "SELECT")
    steward = lake.role("steward")
    lake.grant(steward, lake.add_filter("new", None, "year > 2000"), "SELECT")

    assert sorted(told(lake)) == sorted(
        [(engineer, ["ALTER"]), (lake.analyst, ["SELECT"]), (steward, ["SELECT"])]
    )


def test_grants_on_tables_elsewhere_are_not_told(lake: Lake) -> None:
    neighbour = other_table(lake, "planes2", "fleet/planes2")
    lake.grant(lake.analyst, neighbour, "SELECT")

    assert told(lake) == []


def test_a_path_holds_what_is_below_it(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "DESCRIBE")

    assert told(lake, LOCATION) == [(lake.analyst, ["DESCRIBE"])]
    assert told(lake, f"{LOCATION}/") == [(lake.analyst, ["DESCRIBE"])]
    assert told(lake, f"{LOCATION}/planes/metadata") == []


def test_a_path_need_not_be_registered(lake: Lake) -> None:
    lake.grant(lake.analyst, other_table(lake, "crews", "elsewhere/crews"), "DESCRIBE")

    assert told(lake, f"arn:aws:s3:::{BUCKET}/elsewhere") == [(lake.analyst, ["DESCRIBE"])]


def test_grants_on_all_tables_reach_a_path(lake: Lake) -> None:
    every: dict[str, Any] = {k: v for k, v in PLANES.items() if k != "Name"} | {"TableWildcard": {}}
    lake.grant(lake.analyst, {"Table": every}, "DESCRIBE")

    assert told(lake) == [(lake.analyst, ["DESCRIBE"])]


def test_grants_by_tags_reach_a_path_as_far_as_the_tags_do(lake: Lake) -> None:
    make_tag(lake)
    lake.grant(lake.analyst, policy(open=["yes"]), "DESCRIBE")

    assert told(lake) == []
    attach(lake, table(), "open", "yes")
    assert told(lake) == [(lake.analyst, ["DESCRIBE"])]


def test_a_database_lies_where_it_says(lake: Lake) -> None:
    lake.glue(lake.admin).create_database(
        DatabaseInput={"Name": "crews", "LocationUri": f"s3://{BUCKET}/crews"}
    )
    lake.grant(lake.analyst, database("crews"), "DESCRIBE")

    assert told(lake, f"arn:aws:s3:::{BUCKET}/crews") == [(lake.analyst, ["DESCRIBE"])]
    assert told(lake) == []


def test_who_administers_nothing_is_told_its_own(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "DESCRIBE")
    lake.grant(lake.analyst, table(), "DESCRIBE")

    assert told(lake, by=engineer) == [(engineer, ["DESCRIBE"])]


def test_only_paths_in_s3_have_permissions(lake: Lake) -> None:
    with refused("InvalidInputException", "S3"):
        told(lake, f"arn:aws:glue:eu-central-1:{GOVERNANCE}:catalog")
