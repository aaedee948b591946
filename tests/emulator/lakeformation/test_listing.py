"""Permissions read back as the real service shows them, traps included."""

from typing import Any

from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.test_tags import make_tag, policy
from tests.emulator.lakeformation.world import (
    MISSING_RIGHT,
    PLANES,
    Lake,
    cells,
    columns,
    database,
    principal,
    refused,
    table,
)


def listed(lake: Lake, by: str = "", **asked: object) -> list[dict[str, Any]]:
    answer = lake.lf(by or lake.admin).list_permissions(**asked)
    return [
        entry
        for entry in answer["PrincipalResourcePermissions"]
        if entry["Principal"]["DataLakePrincipalIdentifier"] != lake.admin
    ]


def test_select_on_a_whole_table_reads_as_a_column_wildcard_of_its_own(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "SELECT", "INSERT")

    entries = listed(lake, Resource=table())

    assert [(entry["Resource"], entry["Permissions"]) for entry in entries] == [
        ({"TableWithColumns": PLANES | {"ColumnWildcard": {}}}, ["SELECT"]),
        ({"Table": PLANES}, ["INSERT"]),
    ]


def test_all_tables_have_a_name_of_their_own(lake: Lake) -> None:
    engineer = lake.role("engineer")
    every = {"Table": {"DatabaseName": "fleet", "TableWildcard": {}}}
    lake.grant(engineer, every, "DESCRIBE")

    [entry] = listed(lake, Principal=principal(engineer))

    assert entry["Resource"]["Table"]["Name"] == "ALL_TABLES"
    assert entry["Resource"]["Table"]["TableWildcard"] == {}


def test_that_name_means_all_tables_in_a_grant_too(lake: Lake) -> None:
    lake.grant(lake.analyst, table("ALL_TABLES"), "DESCRIBE")

    [entry] = listed(lake, Principal=principal(lake.analyst))
    assert entry["Resource"]["Table"]["TableWildcard"] == {}


def test_a_table_with_columns_cannot_be_asked_for(lake: Lake) -> None:
    with refused("InvalidInputException", "ask for the table"):
        listed(lake, Resource=columns("tail"))


def test_filters_are_shown_with_related_and_without_principal_only(lake: Lake) -> None:
    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], None), "SELECT")

    assert listed(lake, Resource=table()) == []
    [seen] = listed(lake, Resource=table(), Principal=principal(lake.analyst))
    assert (seen["Resource"], seen["Permissions"]) == ({"Table": PLANES}, ["DESCRIBE"])
    assert listed(lake, Resource=cells("f"), Principal=principal(lake.analyst)) == []
    assert listed(lake, Principal=principal(lake.analyst)) == []
    [entry] = listed(lake, Resource=table(), IncludeRelated="TRUE")
    assert entry["Resource"] == cells("f")
    assert listed(lake, Resource=cells("f")) == [entry]


def test_a_principal_beside_related_is_refused(lake: Lake) -> None:
    with refused("InvalidInputException", "Principal must not be given"):
        listed(lake, Resource=table(), Principal=principal(lake.analyst), IncludeRelated="TRUE")


def test_with_principal_and_resource_the_answer_is_what_counts(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, {"Table": {"DatabaseName": "fleet", "TableWildcard": {}}}, "SELECT")

    assert listed(lake, Resource=table()) == []
    [entry] = listed(lake, Resource=table(), Principal=principal(engineer))
    assert entry["Permissions"] == ["DESCRIBE", "SELECT"]
    [entry] = listed(lake, Resource=database(), Principal=principal(engineer))
    assert entry["Permissions"] == ["DESCRIBE"]
    assert listed(lake, Resource=database()) == []


def test_a_share_is_named_where_a_grant_crosses_accounts(lake: Lake) -> None:
    lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.grant(lake.role("engineer"), database(), "DESCRIBE")

    shares = {
        entry["Principal"]["DataLakePrincipalIdentifier"].split(":")[4]: "AdditionalDetails"
        in entry
        for entry in listed(lake, Resource=database())
    }
    assert shares == {CONSUMER: True, GOVERNANCE: False}


def test_kinds_of_resources_can_be_listed_apart(lake: Lake) -> None:
    lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.grant(lake.analyst, columns("tail"), "SELECT")

    [entry] = listed(lake, ResourceType="DATABASE")
    assert entry["Permissions"] == ["DESCRIBE"]
    [entry] = listed(lake, ResourceType="TABLE")
    assert entry["Permissions"] == ["SELECT"]


def test_policies_on_tables_are_listed_apart_from_those_on_databases(lake: Lake) -> None:
    make_tag(lake)
    on_tables = policy(open=["yes"])
    on_databases = {"LFTagPolicy": on_tables["LFTagPolicy"] | {"ResourceType": "DATABASE"}}
    lake.grant(lake.analyst, on_tables, "SELECT")
    lake.grant(lake.analyst, on_databases, "DESCRIBE")

    def policies(kind: str) -> list[dict[str, Any]]:
        return [entry["Resource"] for entry in listed(lake, ResourceType=kind)]

    assert policies("LF_TAG_POLICY_TABLE") == [on_tables]
    assert policies("LF_TAG_POLICY_DATABASE") == [on_databases]
    assert policies("LF_TAG_POLICY") == [on_tables, on_databases]
    assert listed(lake, ResourceType="ANY_RESOURCE") == listed(lake)
    with refused("InvalidInputException", "ResourceType"):
        policies("SOMETHING")


def test_what_may_be_passed_on_is_told_with_what_counts(lake: Lake) -> None:
    option = ["SELECT"]
    lake.grant(lake.analyst, table(), "SELECT", "ALTER", PermissionsWithGrantOption=option)

    [entry] = listed(lake, Principal=principal(lake.analyst), Resource=table())

    assert entry["Permissions"] == ["ALTER", "DESCRIBE", "SELECT"]
    assert entry["PermissionsWithGrantOption"] == ["SELECT"]


def test_who_is_no_administrator_reads_only_its_own(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "INSERT")
    lake.grant(lake.analyst, table(), "INSERT")

    [entry] = listed(lake, by=engineer)
    assert entry["Principal"] == principal(engineer)
    with refused("AccessDeniedException", MISSING_RIGHT):
        listed(lake, by=engineer, Principal=principal(lake.analyst))


def test_a_read_only_administrator_reads_all_and_changes_nothing(lake: Lake) -> None:
    auditor = lake.role("auditor")
    lake.put_settings(lake.admin, lake.admin, ReadOnlyAdmins=[principal(auditor)])
    lake.grant(lake.analyst, table(), "INSERT")

    assert len(listed(lake, by=auditor, Resource=table())) == 1
    with refused("AccessDeniedException"):
        lake.grant(lake.analyst, table(), "SELECT", by=auditor)


def test_long_answers_come_in_pages(lake: Lake) -> None:
    for number in range(3):
        lake.grant(lake.role(f"engineer-{number}"), table(), "INSERT")
    asked: dict[str, Any] = {"Resource": table(), "MaxResults": 3}

    first = lake.lf(lake.admin).list_permissions(**asked)
    last = lake.lf(lake.admin).list_permissions(**asked, NextToken=first["NextToken"])

    pages = [len(page["PrincipalResourcePermissions"]) for page in (first, last)]
    assert pages == [3, 1]
    assert "NextToken" not in last
