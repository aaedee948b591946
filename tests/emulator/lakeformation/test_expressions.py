"""A saved expression of LF-tags stands for what it says now, in every grant that names it."""

from typing import Any

import pytest

from emulator.lakeformation.store import lake_of
from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.test_tags import attach, make_tag, policy, tag, visible
from tests.emulator.lakeformation.world import (
    MISSING_RIGHT,
    Lake,
    database,
    principal,
    refused,
    table,
)


def body(*values: str, key: str = "open") -> list[dict[str, Any]]:
    return [{"TagKey": key, "TagValues": list(values)}]


def save(lake: Lake, name: str = "public", *values: str, by: str = "") -> None:
    lake.lf(by or lake.admin).create_lf_tag_expression(
        Name=name, Description="for all", Expression=body(*(values or ("Yes",)))
    )


def saved(name: str = "public") -> dict[str, Any]:
    """The expression itself, as a grant names it."""
    return {"LFTagExpression": {"CatalogId": GOVERNANCE, "Name": name}}


def tables_where(name: str = "public", covers: str = "TABLE") -> dict[str, Any]:
    """What the expression reaches, as a grant names it."""
    shape = {"CatalogId": GOVERNANCE, "ResourceType": covers, "ExpressionName": name}
    return {"LFTagPolicy": shape}


def expressions(lake: Lake, who: str) -> list[str]:
    listed = lake.lf(who).list_lf_tag_expressions(CatalogId=GOVERNANCE)["LFTagExpressions"]
    return [entry["Name"] for entry in listed]


def test_it_is_read_back_in_lower_case(lake: Lake) -> None:
    make_tag(lake)
    save(lake)

    found = lake.lf(lake.admin).get_lf_tag_expression(Name="public")

    assert (found["Name"], found["Description"]) == ("public", "for all")
    assert found["Expression"] == body("yes")
    assert expressions(lake, lake.admin) == ["public"]


def test_a_grant_on_it_reaches_what_it_matches(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    attach(lake, table(), "open", "yes")

    lake.grant(lake.analyst, tables_where(), "SELECT")

    assert visible(lake, lake.analyst) == ["tail", "year", "owner"]


def test_a_grant_on_it_reaches_databases_too(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    attach(lake, database(), "open", "yes")

    lake.grant(lake.analyst, tables_where(covers="DATABASE"), "DESCRIBE")

    found = lake.glue(lake.analyst).get_database(CatalogId=GOVERNANCE, Name="fleet")
    assert found["Database"]["Name"] == "fleet"


def test_a_change_moves_every_grant_that_names_it(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    attach(lake, table(), "open", "yes")
    lake.grant(lake.analyst, tables_where(), "SELECT")

    lake.lf(lake.admin).update_lf_tag_expression(Name="public", Expression=body("no"))

    with refused("AccessDeniedException"):
        visible(lake, lake.analyst)
    found = lake.lf(lake.admin).get_lf_tag_expression(Name="public")
    assert (found["Expression"], found["Description"]) == (body("no"), "for all")


def test_who_deletes_it_takes_the_grants_that_name_it(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    attach(lake, table(), "open", "yes")
    lake.grant(lake.analyst, tables_where(), "SELECT")

    lake.lf(lake.admin).delete_lf_tag_expression(Name="public")
    save(lake)

    with refused("AccessDeniedException"):
        visible(lake, lake.analyst)


def test_a_grant_that_names_it_is_read_back_and_revoked_by_its_name(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    lake.grant(lake.analyst, tables_where(), "SELECT")

    def listed() -> list[dict[str, Any]]:
        found = lake.lf(lake.admin).list_permissions(ResourceType="LF_TAG_POLICY")
        return [entry["Resource"] for entry in found["PrincipalResourcePermissions"]]

    assert listed() == [tables_where()]
    with refused("InvalidInputException", "No permissions revoked"):
        lake.revoke(lake.analyst, policy(open=["yes"]), "SELECT")
    lake.revoke(lake.analyst, tables_where(), "SELECT")
    assert listed() == []


@pytest.mark.parametrize(
    "named", [{}, {"ExpressionName": "public", "Expression": body("yes")}], ids=["none", "both"]
)
def test_a_policy_has_either_an_expression_or_its_name(lake: Lake, named: dict[str, Any]) -> None:
    make_tag(lake)
    save(lake)

    with refused("InvalidInputException", "Expression"):
        lake.grant(lake.analyst, {"LFTagPolicy": {"ResourceType": "TABLE", **named}}, "SELECT")


def test_an_expression_that_is_not_there_is_not_granted(lake: Lake) -> None:
    with refused("EntityNotFoundException", "public"):
        lake.grant(lake.analyst, tables_where(), "SELECT")
    with refused("EntityNotFoundException", "public"):
        lake.grant(lake.analyst, saved(), "DESCRIBE")
    with refused("EntityNotFoundException", "public"):
        lake.lf(lake.admin).get_lf_tag_expression(Name="public")


def test_it_is_made_once_of_tags_that_exist(lake: Lake) -> None:
    make_tag(lake)
    save(lake)

    with refused("InvalidInputException", "already exists"):
        save(lake)
    with refused("EntityNotFoundException", "no value maybe"):
        save(lake, "other", "maybe")
    with refused("InvalidInputException", "1 to 50 keys"):
        lake.lf(lake.admin).create_lf_tag_expression(Name="other", Expression=[])


def test_who_may_make_them_needs_the_right_to_grant_by_their_tags(lake: Lake) -> None:
    make_tag(lake)
    steward = lake.role("steward")

    with refused("AccessDeniedException", MISSING_RIGHT):
        save(lake, by=steward)
    lake.grant(steward, {"Catalog": {}}, "CREATE_LF_TAG_EXPRESSION")
    with refused("AccessDeniedException", MISSING_RIGHT):
        save(lake, by=steward)
    lake.grant(steward, {"LFTag": tag("open", "yes")}, "GRANT_WITH_LF_TAG_EXPRESSION")
    save(lake, by=steward)

    assert expressions(lake, steward) == ["public"]


def test_who_made_it_may_change_and_drop_it(lake: Lake) -> None:
    make_tag(lake)
    steward = lake.role("steward")
    lake.grant(steward, {"Catalog": {}}, "CREATE_LF_TAG_EXPRESSION")
    lake.grant(steward, {"LFTag": tag("open", "yes")}, "GRANT_WITH_LF_TAG_EXPRESSION")
    save(lake, by=steward)
    lf = lake.lf(steward)

    lf.update_lf_tag_expression(Name="public", Description="mine", Expression=body("yes"))
    with refused("AccessDeniedException", MISSING_RIGHT):
        lf.update_lf_tag_expression(Name="public", Expression=body("no"))
    lf.delete_lf_tag_expression(Name="public")

    assert expressions(lake, lake.admin) == []


def test_others_see_and_change_it_by_grants_alone(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    engineer = lake.role("engineer")
    lf = lake.lf(engineer)

    assert expressions(lake, engineer) == []
    with refused("AccessDeniedException", MISSING_RIGHT):
        lf.get_lf_tag_expression(Name="public")
    with refused("AccessDeniedException", MISSING_RIGHT):
        lf.get_lf_tag_expression(Name="unknown")
    lake.grant(engineer, saved(), "DESCRIBE")
    assert lf.get_lf_tag_expression(Name="public")["Name"] == "public"
    with refused("AccessDeniedException", MISSING_RIGHT):
        lf.delete_lf_tag_expression(Name="public")


def test_grants_on_it_are_listed_as_such(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    lake.grant(lake.analyst, saved(), "DESCRIBE")

    found = lake.lf(lake.admin).list_permissions(ResourceType="LF_NAMED_TAG_EXPRESSION")

    (entry,) = found["PrincipalResourcePermissions"]
    assert (entry["Principal"], entry["Resource"]) == (principal(lake.analyst), saved())


def test_an_account_has_a_thousand_of_them_at_most(lake: Lake) -> None:
    make_tag(lake)
    save(lake)
    known = lake_of(lake.cloud, GOVERNANCE).expressions
    known.update({f"expression-{number}": known["public"] for number in range(998)})
    save(lake, "the-last")

    with refused("ResourceNumberLimitExceededException"):
        save(lake, "one-more")
