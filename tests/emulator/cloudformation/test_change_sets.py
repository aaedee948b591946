"""A change set says beforehand what a deployment does, and belongs to one stack."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account, setting


def plan(
    account: Account, resources: Json, *, kind: str = "UPDATE", stack: str = "app", **more: Json
) -> dict[str, Any]:
    body = json.dumps({"Resources": resources, **more.pop("sections", {})})
    account.cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName="next",
        ChangeSetType=kind,
        TemplateBody=body,
        Capabilities=["CAPABILITY_NAMED_IAM"],
        **more,
    )
    found: dict[str, Any] = account.cloudformation.describe_change_set(
        StackName=stack, ChangeSetName="next"
    )
    return found


def changes(described: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    inner = [change["ResourceChange"] for change in described["Changes"]]
    return {c["LogicalResourceId"]: (c["Action"], c.get("Replacement")) for c in inner}


def test_a_new_stack_waits_for_review_and_is_made_by_execution(account: Account) -> None:
    described = plan(account, {"Setting": setting("on")}, kind="CREATE")

    assert account.stack()["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert account.parameter("/app/setting") is None
    assert changes(described) == {"Setting": ("Add", None)}
    account.cloudformation.execute_change_set(StackName="app", ChangeSetName="next")
    assert account.settled("app") == "CREATE_COMPLETE"
    assert account.parameter("/app/setting") == "on"


def test_additions_changes_replacements_and_removals_are_told_apart(account: Account) -> None:
    account.create(
        {
            "Same": setting("s", "/same"),
            "Changed": setting("a", "/changed"),
            "Renamed": setting("r", "/renamed"),
            "Dropped": setting("d", "/dropped"),
            "Behind": setting({"Ref": "Renamed"}, "/behind"),
        }
    )

    described = plan(
        account,
        {
            "Same": setting("s", "/same"),
            "Changed": setting("b", "/changed"),
            "Renamed": setting("r", "/other"),
            "New": setting("n", "/new"),
            "Behind": setting({"Ref": "Renamed"}, "/behind"),
        },
    )

    assert changes(described) == {
        "Changed": ("Modify", "False"),
        "Renamed": ("Modify", "True"),
        "New": ("Add", None),
        "Dropped": ("Remove", None),
        "Behind": ("Modify", "False"),
    }


def test_nothing_to_change_is_said_in_the_words_that_clients_know(account: Account) -> None:
    account.create({"Setting": setting("on")})

    described = plan(account, {"Setting": setting("on")})

    assert (described["Status"], described["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert described["StatusReason"].startswith("The submitted information didn't contain changes")


def test_only_another_output_is_a_change(account: Account) -> None:
    account.create({"Setting": setting("on")})

    described = plan(
        account, {"Setting": setting("on")}, sections={"Outputs": {"New": {"Value": "x"}}}
    )

    assert described["Status"] == "CREATE_COMPLETE"


def test_a_missing_change_set_has_its_own_error_code(account: Account) -> None:
    account.create({"Setting": setting("on")})

    with pytest.raises(ClientError) as error:
        account.cloudformation.describe_change_set(StackName="app", ChangeSetName="none")

    assert error.value.response["Error"]["Code"] == "ChangeSetNotFound"


def test_deleting_a_missing_change_set_is_no_error(account: Account) -> None:
    account.create({"Setting": setting("on")})

    account.cloudformation.delete_change_set(StackName="app", ChangeSetName="none")


def test_the_same_name_on_another_stack_is_another_change_set(account: Account) -> None:
    account.create({"Setting": setting("a", "/a")}, "one")
    account.create({"Setting": setting("b", "/b")}, "two")

    plan(account, {"Setting": setting("x", "/a")}, stack="one")
    plan(account, {"Setting": setting("y", "/b")}, stack="two")
    account.cloudformation.execute_change_set(StackName="one", ChangeSetName="next")

    assert account.settled("one") == "UPDATE_COMPLETE"
    assert (account.parameter("/a"), account.parameter("/b")) == ("x", "b")


def test_executed_change_sets_are_gone(account: Account) -> None:
    account.create({"Setting": setting("on")})
    plan(account, {"Setting": setting("off")})

    account.cloudformation.execute_change_set(StackName="app", ChangeSetName="next")

    assert account.settled("app") == "UPDATE_COMPLETE"
    assert account.cloudformation.list_change_sets(StackName="app")["Summaries"] == []


def test_an_import_works_in_a_stack_made_by_change_set(account: Account) -> None:
    outputs = {"Shared": {"Value": "fine", "Export": {"Name": "shared"}}}
    account.create({"Setting": setting("on")}, "maker", outputs=outputs)

    plan(
        account,
        {"Copy": setting({"Fn::ImportValue": "shared"}, "/copy")},
        kind="CREATE",
        stack="user",
    )
    account.cloudformation.execute_change_set(StackName="user", ChangeSetName="next")

    assert account.settled("user") == "CREATE_COMPLETE"
    assert account.parameter("/copy") == "fine"
