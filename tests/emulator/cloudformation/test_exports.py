"""What a stack exports belongs to those who import it, too."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account, setting
from tests.emulator.conftest import CONSUMER

IMPORTING = {"Copy": setting({"Fn::ImportValue": "shared"}, "/copy")}


def export(value: Json) -> dict[str, Any]:
    return {"Shared": {"Value": value, "Export": {"Name": "shared"}}}


def test_another_stack_of_the_account_imports_the_value(account: Account) -> None:
    account.create({"Setting": setting("on")}, "maker", outputs=export("fine"))

    account.create(IMPORTING, "user")

    assert account.parameter("/copy") == "fine"
    listed = account.cloudformation.list_imports(ExportName="shared")["Imports"]
    assert listed == ["user"]


def test_another_account_does_not_see_the_export(cloud: Cloud, account: Account) -> None:
    account.create({"Setting": setting("on")}, "maker", outputs=export("fine"))
    other = Account(cloud, CONSUMER)

    assert other.create(IMPORTING, "user") == "ROLLBACK_COMPLETE"
    assert "No export named shared found" in other.reasons("user")


def test_an_export_in_use_keeps_its_stack(account: Account) -> None:
    account.create({"Setting": setting("on")}, "maker", outputs=export("fine"))
    account.create(IMPORTING, "user")

    with pytest.raises(ClientError, match="in use by user"):
        account.delete("maker")


def test_an_export_in_use_cannot_change(account: Account) -> None:
    account.create({"Setting": setting("on")}, "maker", outputs=export("fine"))
    account.create(IMPORTING, "user")

    status = account.update({"Setting": setting("on")}, "maker", outputs=export("finer"))

    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert "Export shared cannot be updated as it is in use by user" in account.reasons("maker")
    assert account.outputs("maker") == {"Shared": "fine"}


def test_a_name_is_exported_once(account: Account) -> None:
    account.create({"A": setting("on", "/a")}, "first", outputs=export("one"))

    assert account.create({"B": setting("on", "/b")}, "second", outputs=export("two")) == (
        "ROLLBACK_COMPLETE"
    )
    assert account.parameter("/b") is None
