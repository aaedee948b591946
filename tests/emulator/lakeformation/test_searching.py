"""A search by LF-tags finds what carries them, as far as the searcher sees."""

from typing import Any

from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.test_tags import attach, make_tag, tag
from tests.emulator.lakeformation.world import Lake, columns, database, link_input, refused, table


def tables(lake: Lake, *values: str, by: str = "", **more: Any) -> list[str]:  # noqa: ANN401
    found = search(lake, *values, by=by, **more)
    return [entry["Table"]["Name"] for entry in found["TableList"]]


def search(lake: Lake, *values: str, by: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    answer: dict[str, Any] = lake.lf(by or lake.admin).search_tables_by_lf_tags(
        CatalogId=GOVERNANCE, Expression=[{"TagKey": "open", "TagValues": list(values)}], **more
    )
    return answer


def databases(lake: Lake, *values: str) -> list[str]:
    found = lake.lf(lake.admin).search_databases_by_lf_tags(
        Expression=[{"TagKey": "Open", "TagValues": list(values)}]
    )
    return [entry["Database"]["Name"] for entry in found["DatabaseList"]]


def test_tables_are_found_by_what_they_inherit_unless_they_override_it(lake: Lake) -> None:
    make_tag(lake)
    lake.create_table("crews")
    attach(lake, database(), "open", "yes")
    attach(lake, table("crews"), "open", "no")

    assert tables(lake, "Yes") == ["planes"]
    assert tables(lake, "no") == ["crews"]
    assert sorted(tables(lake, "no", "yes")) == ["crews", "planes"]


def test_a_table_is_found_by_the_tags_of_a_column(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, columns("owner"), "open", "no")

    (found,) = search(lake, "no")["TableList"]

    assert "LFTagsOnTable" not in found
    assert found["LFTagsOnColumns"] == [{"Name": "owner", "LFTags": [tag("open", "no")]}]


def test_databases_are_found_by_tags_of_their_own(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, database(), "open", "yes")

    assert databases(lake, "yes") == ["fleet"]
    assert databases(lake, "no") == []


def test_links_carry_no_tags_and_are_not_found(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, database(), "open", "yes")
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=link_input("jets"))
    target = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet"}
    lake.glue(lake.admin).create_database(
        DatabaseInput={"Name": "fleet2", "TargetDatabase": target}
    )

    assert tables(lake, "yes") == ["planes"]
    assert databases(lake, "yes") == ["fleet"]


def test_who_sees_the_tag_finds_what_it_sees_besides(lake: Lake) -> None:
    make_tag(lake)
    lake.create_table("crews")
    attach(lake, database(), "open", "yes")
    engineer = lake.role("engineer")
    lake.grant(engineer, {"LFTag": tag("open", "yes")}, "DESCRIBE")
    lake.grant(engineer, table("crews"), "SELECT")

    assert tables(lake, "yes", by=engineer) == ["crews"]


def test_who_does_not_see_the_tag_may_not_search(lake: Lake) -> None:
    make_tag(lake)

    with refused("AccessDeniedException"):
        search(lake, "yes", by=lake.role("engineer"))
    with refused("AccessDeniedException"):
        search(lake, "yes", by=lake.role("keeper", CONSUMER))


def test_a_tag_that_does_not_exist_is_told(lake: Lake) -> None:
    make_tag(lake)

    with refused("EntityNotFoundException", "no value maybe"):
        search(lake, "maybe")
    with refused("InvalidInputException"):
        lake.lf(lake.admin).search_tables_by_lf_tags(Expression=[])


def test_a_long_list_comes_in_pages(lake: Lake) -> None:
    make_tag(lake)
    lake.create_table("crews")
    attach(lake, database(), "open", "yes")

    first = search(lake, "yes", MaxResults=1)
    rest = search(lake, "yes", NextToken=first["NextToken"])

    assert [len(first["TableList"]), len(rest["TableList"])] == [1, 1]
    assert "NextToken" not in rest
