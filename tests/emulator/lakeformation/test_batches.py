"""A batch has at most twenty entries, and what fails in it is told beside what was done."""

from typing import Any

from tests.emulator.lakeformation.world import (
    Lake,
    cells,
    columns,
    database,
    principal,
    refused,
    table,
)


def entry(number: int, who: str, resource: dict[str, Any], permission: str) -> dict[str, Any]:
    return {
        "Id": str(number),
        "Principal": principal(who),
        "Resource": resource,
        "Permissions": [permission],
    }


def test_a_batch_grants_what_it_can_and_lists_the_rest(lake: Lake) -> None:
    entries = [
        entry(1, lake.analyst, database(), "DESCRIBE"),
        entry(2, lake.analyst, table("nothing"), "SELECT"),
        entry(3, "arn:aws:iam::200000000005:role/nobody", table(), "SELECT"),
        entry(4, lake.analyst, columns("tail"), "SELECT"),
    ]

    answer = lake.lf(lake.admin).batch_grant_permissions(Entries=entries)

    failed = {f["RequestEntry"]["Id"]: f["Error"]["ErrorCode"] for f in answer["Failures"]}
    assert failed == {"2": "EntityNotFoundException", "3": "InvalidInputException"}
    listed = lake.lf(lake.admin).list_permissions(Principal=principal(lake.analyst))
    assert len(listed["PrincipalResourcePermissions"]) == 2


def test_a_batch_revokes_what_it_can_and_lists_the_rest(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "SELECT")
    entries = [
        entry(1, lake.analyst, database(), "DESCRIBE"),
        entry(2, lake.analyst, table(), "SELECT"),
    ]

    answer = lake.lf(lake.admin).batch_revoke_permissions(Entries=entries)

    [failure] = answer["Failures"]
    assert failure["RequestEntry"]["Id"] == "1"
    assert "No permissions revoked" in failure["Error"]["ErrorMessage"]


def test_twenty_entries_pass_and_twenty_one_do_nothing(lake: Lake) -> None:
    entries = [entry(n, lake.analyst, database(), "DESCRIBE") for n in range(21)]

    with refused("InvalidInputException", "at most 20"):
        lake.lf(lake.admin).batch_grant_permissions(Entries=entries)
    with refused("InvalidInputException", "at most 20"):
        lake.lf(lake.admin).batch_revoke_permissions(Entries=entries)
    answer = lake.lf(lake.admin).batch_grant_permissions(Entries=entries[:20])

    assert answer["Failures"] == []


def test_the_same_id_twice_is_refused(lake: Lake) -> None:
    entries = [entry(1, lake.analyst, database(), "DESCRIBE")] * 2

    with refused("InvalidInputException", "Ids"):
        lake.lf(lake.admin).batch_grant_permissions(Entries=entries)


def test_who_may_not_grant_reads_a_failure_for_each_entry(lake: Lake) -> None:
    entries = [entry(1, lake.analyst, table(), "SELECT")]

    answer = lake.lf(lake.analyst).batch_grant_permissions(
        CatalogId="100000000001", Entries=entries
    )

    assert answer["Failures"][0]["Error"]["ErrorCode"] == "AccessDeniedException"


def test_ten_filters_of_one_table_at_once_are_the_most(lake: Lake) -> None:
    for number in range(11):
        lake.add_filter(f"f{number}", ["tail"], None)
    entries = [entry(n, lake.analyst, cells(f"f{n}"), "SELECT") for n in range(11)]

    answer = lake.lf(lake.admin).batch_grant_permissions(Entries=entries)

    assert [f["RequestEntry"]["Id"] for f in answer["Failures"]] == ["10"]
