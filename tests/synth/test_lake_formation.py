"""Lake Formation is kept as deployed: its function comes back by the hour with the same wishes."""

from typing import Any

import pytest

from policies.rule import Template, target_of
from tests.synth.assembly import Assembly, resource, role_statements

OWN = {"ServiceToken", "ServiceTimeout"}


def flat(value: Any) -> str:  # noqa: ANN401 - any part of a template
    """The text that CloudFormation makes of a value, references by the name of their resource."""
    if isinstance(value, dict):
        if "Fn::Join" in value:
            glue, parts = value["Fn::Join"]
            return str(glue).join(flat(part) for part in parts)
        return str(target_of(value))
    return str(value)


@pytest.mark.parametrize("stack", ["Governance", "fleet-Consumer"])
def test_settings_are_kept_by_the_hour_as_they_were_deployed(
    assembly: Assembly, stack: str
) -> None:
    template = assembly.template(stack)
    rule = resource(template, "AWS::Events::Rule", Name="mesh-settings-hourly")
    deployed = resource(template, "Custom::LakeFormationSettings")

    (target,) = rule["Targets"]
    function = template.resources[str(target_of(target["Arn"]))]["Properties"]
    event = flat(target["Input"])
    assert rule["ScheduleExpression"] == "rate(1 hour)"
    assert function["FunctionName"] == "mesh-settings"
    assert function["ReservedConcurrentExecutions"] == 1
    for name in deployed.keys() - OWN:
        assert f'"{name}"' in event
    for admin in (*deployed["Admins"], *deployed["ReadOnlyAdmins"]):
        assert f'"{flat(admin)}"' in event


@pytest.mark.parametrize(
    ("stack", "closed", "more"),
    [
        (
            "Governance",
            "true",
            {"lakeformation:ListPermissions", "lakeformation:RevokePermissions"},
        ),
        ("fleet-Consumer", "false", set()),
    ],
)
def test_settings_revoke_nothing_but_in_governances_catalogue(
    assembly: Assembly, stack: str, closed: str, more: set[str]
) -> None:
    template = assembly.template(stack)

    statements = role_statements(template, "mesh-settings").values()
    actions = {action for statement in statements for action in statement["Action"]}
    needed = {"lakeformation:GetDataLakeSettings", "lakeformation:PutDataLakeSettings"}
    assert {action for action in actions if action.startswith("lakeformation:")} == needed | more
    assert resource(template, "Custom::LakeFormationSettings")["ClosedCatalogue"] == closed


def test_registrar_and_reconciler_close_what_they_make_but_take_no_tag_away(
    governance: Template,
) -> None:
    for role in ("mesh-registrar", "mesh-reconciler"):
        statements = role_statements(governance, role).values()
        actions = {action for statement in statements for action in statement["Action"]}
        assert {"lakeformation:AddLFTagsToResource", "lakeformation:GetResourceLFTags"} <= actions
        assert "lakeformation:RemoveLFTagsFromResource" not in actions
