"""Parameters are what was given, now or before; values from the store are read anew."""

import pytest

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.parameters import Value, read_values
from emulator.cloudformation.core.template import Json
from tests.emulator.cloudformation.conftest import Account, setting

STORED = {"Version": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/v"}}


def read(declared: Json, given: dict[str, str], previous: Json = None) -> dict[str, Value]:
    pairs = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    return read_values(declared, pairs, previous or {}, lambda name: f"value of {name}")


def test_a_default_stands_in() -> None:
    assert read({"A": {"Type": "String", "Default": 5}}, {})["A"].resolved == "5"


def test_lists_are_split() -> None:
    found = read({"A": {"Type": "CommaDelimitedList"}}, {"A": "x, y"})

    assert found["A"].resolved == ["x", "y"]


def test_a_value_from_the_store_keeps_its_name_beside_it() -> None:
    found = read(STORED, {})["Version"]

    assert (found.given, found.resolved) == ("/v", "value of /v")


def test_the_previous_value_of_a_stored_parameter_is_its_name() -> None:
    previous = read(STORED, {"Version": "/other"})
    again = [{"ParameterKey": "Version", "UsePreviousValue": True}]

    found = read_values(STORED, again, previous, lambda name: f"new {name}")

    assert found["Version"].resolved == "new /other"


@pytest.mark.parametrize(
    ("declared", "given", "words"),
    [
        ({}, {"A": "x"}, r"\[A\] do not exist"),
        ({"A": {"Type": "String"}}, {}, r"\[A\] must have values"),
        ({"A": {"Type": "String", "AllowedValues": ["x"]}}, {"A": "y"}, "enum value set"),
        ({"A": {"Type": "String", "AllowedPattern": "[a-z]+"}}, {"A": "Y"}, "pattern"),
        ({"A": {"Type": "String", "MinLength": 2}}, {"A": "y"}, "length at least 2"),
        ({"A": {"Type": "Number"}}, {"A": "y"}, "must be a number"),
        ({"A": {"Type": "Number", "MaxValue": 3}}, {"A": "4"}, "at most 3"),
    ],
)
def test_a_wrong_parameter_is_named(declared: Json, given: dict[str, str], words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        read(declared, given)


def test_an_update_sees_what_the_store_holds_now(account: Account) -> None:
    account.client("ssm").put_parameter(Name="/v", Value="1", Type="String")
    resources = {"Copy": setting({"Ref": "Version"}, "/copy")}
    account.create(resources, parameters=STORED)
    account.client("ssm").put_parameter(Name="/v", Value="2", Type="String", Overwrite=True)

    kept = [{"ParameterKey": "Version", "UsePreviousValue": True}]
    account.update(resources, parameters=STORED, Parameters=kept)

    assert account.parameter("/copy") == "2"
    shown = account.stack()["Parameters"]
    assert shown == [{"ParameterKey": "Version", "ParameterValue": "/v", "ResolvedValue": "2"}]


def test_a_hidden_parameter_is_never_shown(account: Account) -> None:
    hidden = {"Secret": {"Type": "String", "NoEcho": True, "Default": "hush"}}

    account.create({"Setting": setting("on")}, parameters=hidden)

    assert account.stack()["Parameters"][0]["ParameterValue"] == "****"


def test_a_dynamic_reference_is_resolved_not_copied(account: Account) -> None:
    account.client("ssm").put_parameter(Name="/v", Value="live", Type="String")

    account.create({"Copy": setting("{{resolve:ssm:/v}}", "/copy")})

    assert account.parameter("/copy") == "live"
