"""Operations about templates: give one back, summarise one, say whether it is one."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.cloudformation.api.requests import needed_capabilities, template_text
from emulator.cloudformation.api.stacks import find
from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.references import check_references, dependencies, in_order
from emulator.cloudformation.core.template import Template, parse
from emulator.cloudformation.engine.store import Stacks

_CAPABILITY_REASON = "The following resource(s) require capabilities: [{}]"


def get_template(call: Call) -> Mapping[str, Any]:
    """Give back exactly what was sent."""
    asked = call.parameters
    if "ChangeSetName" in asked:
        template: Template | None = (
            call.cloud.store(Stacks)
            .find_change_set(
                call.account, call.region, asked["ChangeSetName"], asked.get("StackName")
            )
            .wanted.template
        )
    else:
        template = find(call).template
    if template is None:
        # A stack under review has none yet; AWS answers so too.
        return {"TemplateBody": "{}", "StagesAvailable": ["Original", "Processed"]}
    return {"TemplateBody": template.text, "StagesAvailable": ["Original", "Processed"]}


def get_template_summary(call: Call) -> Mapping[str, Any]:
    """Say what a template asks for."""
    if "StackName" in call.parameters:
        template = find(call).template
        if template is None:
            raise AwsError("ValidationError", "Template of a stack under review cannot be read")
    else:
        template = _sent(call)
    types = sorted({resource.type for resource in template.resources.values()})
    return {
        **_stated(template),
        "ResourceTypes": types,
        "Version": "2010-09-09",
        "Metadata": None,
    }


def validate_template(call: Call) -> Mapping[str, Any]:
    """Say whether a template has the right form."""
    template = _sent(call)
    stated = dict(_stated(template))
    stated["Parameters"] = [
        {key: value for key, value in parameter.items() if key != "ParameterType"}
        for parameter in stated["Parameters"]
    ]
    return stated


def _sent(call: Call) -> Template:
    try:
        template = parse(template_text(call))
        check_references(template)
        in_order(dependencies(template.resources))
    except TemplateError as error:
        raise AwsError("ValidationError", str(error)) from None
    return template


def _stated(template: Template) -> Mapping[str, Any]:
    needed = needed_capabilities(template)
    identities = sorted(
        {r.type for r in template.resources.values() if r.type.startswith("AWS::IAM::")}
    )
    return {
        "Parameters": [
            {
                "ParameterKey": name,
                "ParameterType": entry.get("Type", "String"),
                "DefaultValue": None if "Default" not in entry else str(entry["Default"]),
                "NoEcho": str(entry.get("NoEcho", "false")).lower() == "true",
                "Description": entry.get("Description"),
            }
            for name, entry in template.parameters.items()
        ],
        "Description": template.description,
        "Capabilities": needed,
        "CapabilitiesReason": _CAPABILITY_REASON.format(", ".join(identities)) if needed else None,
    }
