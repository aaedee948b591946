"""Lambda's operations that are our own; the store of functions stays moto's."""

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call, Handler, Principal
from emulator.functions import launching
from emulator.functions.description import FunctionName, find_stored, place_of
from emulator.functions.invoke import Invocation, invoke
from emulator.functions.permissions import permission_statement
from emulator.functions.settings import KEPT, FunctionSettings
from emulator.functions.world import Functions
from emulator.iam import borders, stored

_TAIL_BYTES = 4096
_SERVICE = Principal(account="", arn="lambda.amazonaws.com", kind="service")


def invoke_function(call: Call) -> Mapping[str, Any]:
    """Serve Invoke."""
    place = _place(call)
    payload = _bytes(call.parameters.get("Payload")) or b"{}"
    kind = call.parameters.get("InvocationType", "RequestResponse")
    if kind == "DryRun":
        return {"StatusCode": 204}
    if kind == "Event":
        invoke(call.cloud, place.arn, payload, wait=False)
        return {"StatusCode": 202, "Payload": b""}
    return _answer(invoke(call.cloud, place.arn, payload), tail=call.parameters.get("LogType"))


def keeping_settings(operation: str) -> Handler:
    """Handler that lets moto do an operation and keeps or adds what moto drops."""

    def handle(call: Call) -> Mapping[str, Any]:
        owner = borders.owner_of(call)
        place = place_of(call.parameters["FunctionName"], account=owner, region=call.region)
        parameters = {k: v for k, v in call.parameters.items() if k not in KEPT}
        if "Role" in parameters:
            _check_role(call, parameters["Role"])
        if isinstance(parameters.get("Code"), Mapping):
            parameters["Code"] = _code(parameters["Code"])
        output = call.cloud.moto("lambda", operation, parameters, account=owner, region=call.region)
        settings = call.cloud.store(FunctionSettings)
        if operation == "DeleteFunction":
            settings.forget(place.arn)
            call.cloud.store(Functions).workers.forget(place.arn)
            return output
        settings.keep(place.arn, call.parameters)
        if operation == "CreateFunction":
            warm_up(int(parameters.get("MemorySize", 0)))
        shown = output["Configuration"] if operation == "GetFunction" else output
        shown.update(settings.of(place.arn))
        return output

    return handle


def _check_role(call: Call, role_arn: str) -> None:
    """Refuse a role that Lambda may not become.

    Raises:
        AwsError: InvalidParameterValueException.
    """
    try:
        call.cloud.assume(role_arn, "creation", principal=_SERVICE, seconds=900)
    except AwsError as refused:
        message = (
            f"The role defined for the function cannot be assumed by Lambda. ({refused.message})"
        )
        raise AwsError("InvalidParameterValueException", message) from None


def add_permission(call: Call) -> Mapping[str, Any]:
    """Serve AddPermission; moto stores accounts and several conditions in forms AWS does not."""
    owner = borders.owner_of(call)
    place = place_of(call.parameters["FunctionName"], account=owner, region=call.region)
    given = {**call.parameters, "FunctionName": place.name}
    principal = str(given["Principal"])
    with call.cloud.lock:
        if principal.startswith("arn:") and not stored.principal_exists(principal):
            message = (
                "The provided principal was invalid. Please check the principal and try again."
            )
            raise AwsError("InvalidParameterValueException", message)
        call.cloud.moto("lambda", "AddPermission", given, account=owner, region=call.region)
        policy = find_stored(place).policy
        policy.statements[-1] = permission_statement(given, place.arn)
        return {"Statement": json.dumps(policy.statements[-1])}


def warm_up(memory_mb: int) -> None:
    """Start the parent of a function's workers before somebody waits for one."""
    if launching.forks():
        launching.warm_parent(memory_mb)


def _answer(ended: Invocation, *, tail: str | None) -> Mapping[str, Any]:
    output: dict[str, Any] = {
        "StatusCode": 200,
        "Payload": ended.payload,
        "ExecutedVersion": "$LATEST",
    }
    if ended.error:
        output["FunctionError"] = ended.error
    if tail == "Tail":
        output["LogResult"] = base64.b64encode(ended.log.encode()[-_TAIL_BYTES:]).decode()
    return output


def _place(call: Call) -> FunctionName:
    place = place_of(call.parameters["FunctionName"], account=call.account, region=call.region)
    if call.parameters.get("Qualifier", "$LATEST") != "$LATEST":
        raise AwsError("NotImplemented", "versions and aliases of functions are not served", 501)
    return place


def _code(code: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _bytes(v) if k == "ZipFile" else v for k, v in code.items()}


def _bytes(value: Any) -> bytes:  # noqa: ANN401 - moto's parser gives text, bytes or a stream
    if isinstance(value, io.IOBase):
        return bytes(value.read())
    return value.encode() if isinstance(value, str) else value or b""


def operations() -> dict[str, Handler]:
    """Every operation of functions themselves."""
    kept = ("CreateFunction", "UpdateFunctionConfiguration", "GetFunctionConfiguration")
    return {
        "Invoke": invoke_function,
        "AddPermission": add_permission,
        **{name: keeping_settings(name) for name in (*kept, "GetFunction", "DeleteFunction")},
    }
