"""API Gateway: the action is the HTTP method, the resource its path.

Source: API Gateway developer guide, "Control access to API Gateway with IAM policies"; Service
Authorization Reference, "Amazon API Gateway Management".
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from moto.core.utils import get_service_model

from emulator.api import Call
from emulator.iam.actions.need import Actions, Need, pass_role

_OPERATIONS = (
    *("CreateDeployment", "CreateResource", "CreateRestApi", "CreateStage", "DeleteDeployment"),
    *("DeleteIntegration", "DeleteMethod", "DeleteResource", "DeleteRestApi", "DeleteStage"),
    *("GetAccount", "GetDeployment", "GetDeployments", "GetIntegration", "GetMethod"),
    *("GetResource", "GetResources", "GetRestApi", "GetRestApis", "GetStage", "GetStages"),
    *("PutIntegration", "PutIntegrationResponse", "PutMethod", "PutMethodResponse"),
    *("UpdateAccount", "UpdateRestApi", "UpdateStage", "UpdateDeployment"),
)
_LABEL = re.compile(r"\{(\w+)\}")


def _needs(call: Call) -> Iterable[Need]:
    model = get_service_model("apigateway").operation_model(call.operation)
    members = model.input_shape.members if model.input_shape else {}
    labels = {
        str(shape.serialization.get("name", name)): str(call.parameters.get(name, "*"))
        for name, shape in members.items()
    }
    path = _LABEL.sub(lambda found: labels.get(found[1], "*"), str(model.http["requestUri"]))
    resource = f"arn:aws:apigateway:{call.region}::{path}"
    yield Need(action=f"apigateway:{model.http['method']}", resource=resource)
    if _changes_policy(call.parameters):
        yield Need(action="apigateway:UpdateRestApiPolicy", resource=resource)
    role = call.parameters.get("credentials")
    if call.operation == "PutIntegration" and role and ":role/" in str(role):
        yield pass_role(str(role), "apigateway.amazonaws.com")


def _changes_policy(asked: Mapping[str, Any]) -> bool:
    patches = asked.get("patchOperations") or ()
    return "policy" in asked or any(str(one.get("path")).startswith("/policy") for one in patches)


ACTIONS: Actions = dict.fromkeys(_OPERATIONS, _needs)
