"""LF-tags are kept in lower case, carry one value per key, and pass down to columns."""

from typing import Any

from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.world import Lake, columns, database, principal, refused, table


def tag(key: str, *values: str) -> dict[str, Any]:
    return {"CatalogId": GOVERNANCE, "TagKey": key, "TagValues": list(values)}


def policy(**tags: list[str]) -> dict[str, Any]:
    expression = [{"TagKey": key, "TagValues": values} for key, values in tags.items()]
    return {
        "LFTagPolicy": {
            "CatalogId": GOVERNANCE,
            "ResourceType": "TABLE",
            "Expression": expression,
        }
    }


def visible(lake: Lake, who: str) -> list[str]:
    found = lake.glue(who).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")
    return [column["Name"] for column in found["Table"]["StorageDescriptor"]["Columns"]]


def make_tag(lake: Lake, key: str = "Open", *values: str) -> None:
    lake.lf(lake.admin).create_lf_tag(TagKey=key, TagValues=list(values or ("Yes", "No")))


def attach(lake: Lake, resource: dict[str, Any], key: str, value: str) -> None:
    answer = lake.lf(lake.admin).add_lf_tags_to_resource(
        Resource=resource, LFTags=[tag(key, value)]
    )
    assert answer["Failures"] == []


def test_keys_and_values_are_kept_in_lower_case(lake: Lake) -> None:
    make_tag(lake)

    found = lake.lf(lake.admin).get_lf_tag(TagKey="OPEN")

    assert (found["TagKey"], found["TagValues"]) == ("open", ["no", "yes"])


def test_a_tag_is_made_once_and_by_an_administrator(lake: Lake) -> None:
    make_tag(lake)

    with refused("AlreadyExistsException"):
        make_tag(lake, "open")
    with refused("AccessDeniedException"):
        lake.lf(lake.role("engineer")).create_lf_tag(TagKey="mine", TagValues=["x"])


def test_values_come_and_go_unless_they_are_in_use(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, table(), "open", "no")
    lf = lake.lf(lake.admin)

    lf.update_lf_tag(TagKey="open", TagValuesToAdd=["Maybe"], TagValuesToDelete=["yes"])

    assert lf.get_lf_tag(TagKey="open")["TagValues"] == ["maybe", "no"]
    with refused("InvalidInputException", "assigned"):
        lf.update_lf_tag(TagKey="open", TagValuesToDelete=["no"])


def test_a_key_or_value_that_does_not_exist_fails_alone(lake: Lake) -> None:
    make_tag(lake)

    answer = lake.lf(lake.admin).add_lf_tags_to_resource(
        Resource=table(), LFTags=[tag("open", "yes"), tag("open", "x"), tag("none", "x")]
    )

    failed = [failure["LFTag"]["TagValues"] for failure in answer["Failures"]]
    assert failed == [["x"], ["x"]]
    found = lake.lf(lake.admin).get_resource_lf_tags(Resource=table())
    assert found["LFTagsOnTable"] == [tag("open", "yes")]


def test_a_second_value_of_a_key_replaces_the_first(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, table(), "open", "yes")

    attach(lake, table(), "open", "no")

    found = lake.lf(lake.admin).get_resource_lf_tags(Resource=table())
    assert found["LFTagsOnTable"] == [tag("open", "no")]


def test_what_is_inherited_is_told_apart_from_what_was_attached(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, database(), "open", "yes")
    attach(lake, columns("owner"), "open", "no")
    lf = lake.lf(lake.admin)

    counting = lf.get_resource_lf_tags(Resource=table())
    attached = lf.get_resource_lf_tags(Resource=table(), ShowAssignedLFTags=True)

    assert counting["LFTagOnDatabase"] == counting["LFTagsOnTable"] == [tag("open", "yes")]
    assert counting["LFTagsOnColumns"][-1] == {"Name": "owner", "LFTags": [tag("open", "no")]}
    assert attached["LFTagsOnTable"] == []
    assert attached["LFTagsOnColumns"] == counting["LFTagsOnColumns"][-1:]


def test_a_grant_on_an_expression_follows_the_tags(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, database(), "open", "yes")
    attach(lake, columns("owner"), "open", "no")
    lake.grant(lake.analyst, policy(Open=["YES"]), "SELECT", "DESCRIBE")
    before = visible(lake, lake.analyst)

    lake.lf(lake.admin).remove_lf_tags_from_resource(
        Resource=columns("owner"), LFTags=[tag("open", "no")]
    )

    assert (before, visible(lake, lake.analyst)) == (["tail", "year"], ["tail", "year", "owner"])


def test_a_deleted_tag_opens_nothing_any_more(lake: Lake) -> None:
    make_tag(lake)
    attach(lake, table(), "open", "yes")
    lake.grant(lake.analyst, policy(open=["yes"]), "SELECT")

    lake.lf(lake.admin).delete_lf_tag(TagKey="open")

    with refused("AccessDeniedException", "Required Describe on planes"):
        visible(lake, lake.analyst)


def test_an_expression_names_tags_that_exist(lake: Lake) -> None:
    make_tag(lake)

    with refused("EntityNotFoundException", "none"):
        lake.grant(lake.analyst, policy(none=["x"]), "SELECT")
    with refused("EntityNotFoundException", "maybe"):
        lake.grant(lake.analyst, policy(open=["maybe"]), "SELECT")


def test_who_may_not_see_a_tag_does_not_find_it(lake: Lake) -> None:
    make_tag(lake)
    engineer = lake.role("engineer")
    assert lake.lf(engineer).list_lf_tags()["LFTags"] == []
    with refused("AccessDeniedException"):
        lake.lf(engineer).get_lf_tag(TagKey="open")

    lake.grant(engineer, {"LFTag": tag("open", "yes", "no")}, "DESCRIBE")

    assert lake.lf(engineer).list_lf_tags()["LFTags"] == [tag("open", "no", "yes")]


def test_a_tag_is_attached_by_who_may_associate_it(lake: Lake) -> None:
    make_tag(lake)
    engineer = lake.role("engineer")
    lake.grant(engineer, table(), "ALL", PermissionsWithGrantOption=["ALL"])
    wanted = {"Resource": table(), "LFTags": [tag("open", "yes")]}
    assert len(lake.lf(engineer).add_lf_tags_to_resource(**wanted)["Failures"]) == 1

    lake.grant(engineer, {"LFTag": tag("open", "yes", "no")}, "ASSOCIATE")

    assert lake.lf(engineer).add_lf_tags_to_resource(**wanted)["Failures"] == []
    other = lake.role("other")
    lake.lf(lake.admin).grant_permissions(
        Principal=principal(other),
        Resource={"LFTag": tag("open", "yes", "no")},
        Permissions=["ASSOCIATE"],
    )
    with refused("AccessDeniedException"):
        lake.lf(other).add_lf_tags_to_resource(**wanted)
