"""LF-tags are kept in lower case, carry one value per key, and pass down to columns."""

from typing import Any

from emulator.lakeformation.store import lake_of
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

    make_tag(lake, "zone", "raw")
    wrong: list[Any] = [{"TagKey": "Zone", "TagValues": ["x"]}, tag("none", "x")]

    answer = lake.lf(lake.admin).add_lf_tags_to_resource(
        Resource=table(), LFTags=[tag("open", "yes"), *wrong]
    )

    failed = [failure["LFTag"] for failure in answer["Failures"]]
    assert failed == [tag("Zone", "x"), tag("none", "x")]
    told = {
        "ErrorCode": "EntityNotFoundException",
        "ErrorMessage": "Tag or tag value does not exist.",
    }
    assert [failure["Error"] for failure in answer["Failures"]] == [told, told]
    found = lake.lf(lake.admin).get_resource_lf_tags(Resource=table())
    assert found["LFTagsOnTable"] == [tag("open", "yes")]


def test_a_key_is_named_once_in_a_call(lake: Lake) -> None:
    make_tag(lake)

    with refused("InvalidInputException", "duplicate tag key"):
        lake.lf(lake.admin).add_lf_tags_to_resource(
            Resource=table(), LFTags=[tag("open", "yes"), tag("OPEN", "no")]
        )


def test_a_resource_carries_fifty_tags_at_most(lake: Lake) -> None:
    for number in range(51):
        make_tag(lake, f"tag-{number}", "yes")
    fifty = [tag(f"tag-{number}", "yes") for number in range(50)]
    lf = lake.lf(lake.admin)

    assert lf.add_lf_tags_to_resource(Resource=table(), LFTags=fifty)["Failures"] == []
    more = lf.add_lf_tags_to_resource(Resource=table(), LFTags=[tag("tag-50", "yes"), fifty[0]])

    [failure] = more["Failures"]
    assert failure["LFTag"] == tag("tag-50", "yes")
    assert "at most 50" in failure["Error"]["ErrorMessage"]


def test_an_account_has_a_thousand_tags_at_most(lake: Lake) -> None:
    known = lake_of(lake.cloud, GOVERNANCE).tag_keys
    known.update({f"tag-{number}": frozenset({"yes"}) for number in range(999)})
    make_tag(lake, "the-last")

    with refused("ResourceNumberLimitExceededException"):
        make_tag(lake, "one-more")


def test_what_carries_no_tags_is_told_nothing_of(lake: Lake) -> None:
    make_tag(lake)
    lf = lake.lf(lake.admin)

    for resource in (database(), table(), columns("owner")):
        found = lf.get_resource_lf_tags(Resource=resource)
        assert not found.keys() & {"LFTagOnDatabase", "LFTagsOnTable", "LFTagsOnColumns"}


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
    assert "LFTagsOnTable" not in attached
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


def test_a_tag_made_anew_gives_nothing_of_the_deleted_one(lake: Lake) -> None:
    engineer = lake.role("engineer")
    make_tag(lake)
    lake.grant(engineer, policy(open=["yes"]), "SELECT")
    lake.grant(engineer, {"LFTag": tag("open", "yes")}, "DESCRIBE")

    lake.lf(lake.admin).delete_lf_tag(TagKey="open")
    make_tag(lake)
    attach(lake, table(), "open", "yes")

    with refused("AccessDeniedException"):
        visible(lake, engineer)
    with refused("AccessDeniedException"):
        lake.lf(engineer).get_lf_tag(TagKey="open")


def test_an_expression_is_passed_on_with_a_right_on_its_tags(lake: Lake) -> None:
    engineer, other = lake.role("engineer"), lake.role("other")
    make_tag(lake)
    lake.grant(engineer, policy(open=["yes"]), "SELECT", PermissionsWithGrantOption=["SELECT"])
    with refused("AccessDeniedException"):
        lake.grant(other, policy(open=["yes"]), "SELECT", by=engineer)

    lake.grant(engineer, {"LFTag": tag("open", "*")}, "GRANT_WITH_LF_TAG_EXPRESSION")

    lake.grant(other, policy(open=["yes"]), "SELECT", by=engineer)


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
