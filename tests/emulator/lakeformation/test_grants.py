"""A grant is made by who may, to who exists, on what exists, and only where AWS lets it stand."""

import pytest

from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER
from tests.emulator.lakeformation.world import (
    LOCATION,
    MISSING_RIGHT,
    PLANES,
    Lake,
    cells,
    columns,
    database,
    link_input,
    principal,
    refused,
    table,
)


def held(lake: Lake, who: str) -> list[tuple[str, list[str]]]:
    listed = lake.lf(lake.admin).list_permissions(Principal=principal(who))
    return [
        (next(iter(entry["Resource"])), entry["Permissions"])
        for entry in listed["PrincipalResourcePermissions"]
    ]


def test_a_role_of_another_account_is_granted_directly(lake: Lake) -> None:
    lake.grant(lake.analyst, database(), "DESCRIBE")

    assert held(lake, lake.analyst) == [("Database", ["DESCRIBE"])]


def test_direct_grants_across_accounts_need_version_three(lake: Lake) -> None:
    lake.put_settings(lake.admin, lake.admin, Parameters={"CROSS_ACCOUNT_VERSION": "2"})

    with refused("InvalidInputException", "CROSS_ACCOUNT_VERSION"):
        lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.grant(CONSUMER, database(), "DESCRIBE")


@pytest.mark.parametrize(
    "who",
    [
        f"arn:aws:iam::{CONSUMER}:role/nobody",
        f"arn:aws:iam::{GOVERNANCE}:role/team/registrar",
        f"arn:aws:iam::{GOVERNANCE}:user/nobody",
        "somebody",
    ],
)
def test_a_principal_that_does_not_exist_is_refused(lake: Lake, who: str) -> None:
    with refused("InvalidInputException", "Invalid principal"):
        lake.grant(who, database(), "DESCRIBE")


def test_only_administrators_and_holders_of_the_option_grant(lake: Lake) -> None:
    engineer, other = lake.role("engineer"), lake.role("other")
    lake.grant(engineer, table(), "SELECT")
    with refused("AccessDeniedException", MISSING_RIGHT):
        lake.grant(other, table(), "SELECT", by=engineer)

    lake.grant(engineer, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])
    lake.grant(other, table(), "SELECT", by=engineer)

    with refused("AccessDeniedException"):
        lake.grant(other, table(), "INSERT", by=engineer)


def test_the_accounts_root_is_no_administrator(lake: Lake) -> None:
    with refused("AccessDeniedException", MISSING_RIGHT):
        lake.grant(lake.analyst, table(), "SELECT", by=GOVERNANCE)


def test_who_may_not_grant_learns_nothing_about_what_exists(lake: Lake) -> None:
    with refused("AccessDeniedException", MISSING_RIGHT):
        lake.grant(lake.analyst, table("nothing"), "SELECT", by=lake.role("engineer"))


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (database("nothing"), "Database nothing not found"),
        (table("nothing"), "Table nothing not found"),
        (cells("nothing"), "filter nothing not found"),
        (
            {"LFTag": {"CatalogId": GOVERNANCE, "TagKey": "nothing", "TagValues": ["x"]}},
            "nothing not found",
        ),
    ],
)
def test_what_does_not_exist_cannot_be_granted(
    lake: Lake, resource: dict[str, object], words: str
) -> None:
    with refused("EntityNotFoundException", words):
        lake.grant(lake.analyst, resource, "DESCRIBE")


def test_columns_that_do_not_exist_cannot_be_granted(lake: Lake) -> None:
    with refused("InvalidInputException", "no column colour"):
        lake.grant(lake.analyst, columns("colour"), "SELECT")


def test_a_location_is_registered_before_it_is_granted(lake: Lake) -> None:
    def at(arn: str) -> dict[str, object]:
        return {"DataLocation": {"CatalogId": GOVERNANCE, "ResourceArn": arn}}

    engineer = lake.role("engineer")
    with refused("InvalidInputException", "register the S3 path"):
        lake.grant(engineer, at("arn:aws:s3:::elsewhere/x"), "DATA_LOCATION_ACCESS")

    lake.grant(engineer, at(f"{LOCATION}/planes"), "DATA_LOCATION_ACCESS")


@pytest.mark.parametrize(
    ("resource", "permission"),
    [
        (database(), "SELECT"),
        (table(), "CREATE_TABLE"),
        (columns("tail"), "INSERT"),
        (cells("f"), "INSERT"),
        (cells("f"), "ALL"),
        ({"Catalog": {}}, "SELECT"),
    ],
)
def test_each_kind_of_resource_has_its_own_permissions(
    lake: Lake, resource: dict[str, object], permission: str
) -> None:
    lake.add_filter("f", ["tail"], None)

    with refused("InvalidInputException", f"{permission} cannot be granted"):
        lake.grant(lake.analyst, resource, permission)


@pytest.mark.parametrize("permission", ["SELECT", "ALTER", "INSERT", "DELETE", "ALL"])
def test_a_link_is_only_seen_or_dropped(lake: Lake, permission: str) -> None:
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=link_input("link"))

    with refused("InvalidInputException", "resource link"):
        lake.grant(lake.analyst, table("link"), permission)
    lake.grant(lake.role("engineer"), table("link"), "DESCRIBE", "DROP")


def test_describe_and_a_list_of_columns_exclude_each_other(lake: Lake) -> None:
    lake.grant(lake.analyst, columns("tail"), "SELECT")
    with refused("InvalidInputException", "Permissions modification is invalid"):
        lake.grant(lake.analyst, table(), "DESCRIBE")

    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "DESCRIBE")
    with refused("InvalidInputException", "Permissions modification is invalid"):
        lake.grant(engineer, columns("tail"), "SELECT")


def test_describe_stands_beside_a_filter(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "DESCRIBE")

    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], None), "SELECT")


def test_columns_are_excluded_for_the_own_account_only(lake: Lake) -> None:
    with refused("InvalidInputException", "include lists"):
        lake.grant(lake.analyst, columns("owner", excluding=True), "SELECT")

    lake.grant(lake.role("engineer"), columns("owner", excluding=True), "SELECT")


def test_excluded_columns_carry_no_grant_option(lake: Lake) -> None:
    with refused("InvalidInputException", "grant option"):
        lake.grant(
            lake.role("engineer"),
            columns("owner", excluding=True),
            "SELECT",
            PermissionsWithGrantOption=["SELECT"],
        )


def test_the_grant_option_is_for_what_is_granted(lake: Lake) -> None:
    with refused("InvalidInputException", "grant option"):
        lake.grant(lake.analyst, table(), "SELECT", PermissionsWithGrantOption=["INSERT"])


def test_no_other_account_gets_what_iam_still_decides(lake: Lake) -> None:
    lake.grant("IAM_ALLOWED_PRINCIPALS", table(), "ALL")

    for resource in (table(), columns("tail"), lake.add_filter("f", ["tail"], None)):
        with refused("InvalidInputException", "IAM_ALLOWED_PRINCIPALS"):
            lake.grant(lake.analyst, resource, "SELECT")
    lake.grant(lake.role("engineer"), table(), "SELECT")

    lake.revoke("IAM_ALLOWED_PRINCIPALS", table(), "ALL")
    lake.grant(lake.analyst, table(), "SELECT")


def test_two_resources_or_none_in_one_grant_are_refused(lake: Lake) -> None:
    for resource in ({}, {**database(), **table()}):
        with refused("InvalidInputException", "Exactly one resource"):
            lake.grant(lake.analyst, resource, "DESCRIBE")


def test_a_hundred_filters_of_a_table_are_the_most_for_one_principal(lake: Lake) -> None:
    for number in range(101):
        lake.add_filter(f"f{number}", ["tail"], None)
    for number in range(100):
        lake.grant(lake.analyst, cells(f"f{number}"), "SELECT")

    with refused("InvalidInputException", "at most 100"):
        lake.grant(lake.analyst, cells("f100"), "SELECT")


def test_granting_twice_adds_and_does_not_repeat(lake: Lake) -> None:
    for _ in range(2):
        lake.grant(lake.analyst, table(), "INSERT")
    lake.grant(lake.analyst, table(), "DELETE")

    assert held(lake, lake.analyst) == [("Table", ["DELETE", "INSERT"])]


# Revoking


def test_what_was_revoked_is_gone(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "SELECT", "INSERT")

    lake.revoke(lake.analyst, table(), "SELECT")

    assert held(lake, lake.analyst) == [("Table", ["INSERT"])]


def test_revoking_all_takes_what_was_granted_as_all(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "ALL", "INSERT")

    lake.revoke(lake.analyst, table(), "ALL")

    assert held(lake, lake.analyst) == [("Table", ["INSERT"])]
    with refused("InvalidInputException", "No permissions revoked"):
        lake.revoke(lake.analyst, table(), "ALL")


def test_columns_are_revoked_one_by_one(lake: Lake) -> None:
    lake.grant(lake.analyst, columns("tail", "year"), "SELECT")
    lake.grant(lake.analyst, columns("owner"), "SELECT")

    lake.revoke(lake.analyst, columns("tail", "owner"), "SELECT")

    listed = lake.lf(lake.admin).list_permissions(Principal=principal(lake.analyst))
    [entry] = listed["PrincipalResourcePermissions"]
    assert entry["Resource"]["TableWithColumns"]["ColumnNames"] == ["year"]


def test_each_column_keeps_the_grant_option_it_was_granted_with(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, columns("tail"), "SELECT", PermissionsWithGrantOption=["SELECT"])
    lake.grant(engineer, columns("tail", "year"), "SELECT")

    listed = lake.lf(lake.admin).list_permissions(Principal=principal(engineer))
    options = {
        tuple(entry["Resource"]["TableWithColumns"]["ColumnNames"]): entry[
            "PermissionsWithGrantOption"
        ]
        for entry in listed["PrincipalResourcePermissions"]
    }
    assert options == {("tail",): ["SELECT"], ("year",): []}


@pytest.mark.parametrize("resource", [table(), columns("tail"), database()])
def test_what_nobody_holds_cannot_be_revoked(lake: Lake, resource: dict[str, object]) -> None:
    permission = "DESCRIBE" if resource == database() else "SELECT"

    with refused("InvalidInputException", "No permissions revoked. Grantee has no permissions"):
        lake.revoke(lake.analyst, resource, permission)


def test_revoking_leaves_nothing_to_pass_on(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])

    lake.revoke(engineer, table(), "SELECT")

    with refused("AccessDeniedException"):
        lake.grant(lake.analyst, table(), "SELECT", by=engineer)


def test_the_grant_option_alone_can_be_revoked(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])

    lake.lf(lake.admin).revoke_permissions(
        Principal=principal(engineer),
        Resource=table(),
        Permissions=[],
        PermissionsWithGrantOption=["SELECT"],
    )

    [entry] = lake.lf(lake.admin).list_permissions(Principal=principal(engineer))[
        "PrincipalResourcePermissions"
    ]
    assert (entry["Permissions"], entry["PermissionsWithGrantOption"]) == (["SELECT"], [])


def test_only_who_may_grant_may_revoke(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "SELECT")

    with refused("AccessDeniedException", MISSING_RIGHT):
        lake.lf(lake.analyst).revoke_permissions(
            Principal=principal(lake.analyst), Resource=table(), Permissions=["SELECT"]
        )


def test_what_an_account_was_given_its_administrator_passes_on(lake: Lake) -> None:
    steward = lake.role("steward", CONSUMER)
    lake.put_settings(CONSUMER, steward)
    with refused("AccessDeniedException"):
        lake.grant(lake.analyst, table(), "SELECT", by=steward)

    lake.grant(CONSUMER, table(), "SELECT", PermissionsWithGrantOption=["SELECT"])
    lake.grant(lake.analyst, table(), "SELECT", by=steward)

    seen = lake.glue(lake.analyst).get_table(
        CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes"
    )
    assert len(seen["Table"]["StorageDescriptor"]["Columns"]) == 3


@pytest.mark.parametrize("third", [PRODUCER, f"arn:aws:iam::{PRODUCER}:root"])
def test_what_an_account_was_given_leaves_it_no_more(lake: Lake, third: str) -> None:
    keeper = lake.role("keeper", CONSUMER)
    lake.put_settings(CONSUMER, keeper)
    lake.grant(CONSUMER, table(), "DESCRIBE", PermissionsWithGrantOption=["DESCRIBE"])

    with refused("InvalidInputException", "within that account only"):
        lake.grant(third, table(), "DESCRIBE", by=keeper)
    lake.grant(lake.analyst, table(), "DESCRIBE", by=keeper)


@pytest.mark.parametrize("permission", ["ALL", "DROP"])
def test_nobody_of_another_account_drops_a_database(lake: Lake, permission: str) -> None:
    with refused("InvalidInputException", f"{permission} on a database"):
        lake.grant(lake.analyst, database(), permission)
    lake.grant(lake.analyst, table(), permission)
    lake.grant(lake.role("engineer"), database(), permission)
    with refused("InvalidInputException", f"{permission} on a database"):
        lake.grant(CONSUMER, database(), permission)


def test_an_outsider_grants_nothing_of_another_catalogue(lake: Lake) -> None:
    admin = lake.role("admin", OUTSIDER)
    lake.put_settings(OUTSIDER, admin)

    with refused("AccessDeniedException"):
        lake.grant(lake.analyst, {"Table": PLANES}, "SELECT", by=admin)
