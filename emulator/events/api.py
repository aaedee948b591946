"""EventBridge's operations that are our own."""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.events.models import events_backends

from emulator.api import AwsError, Call, Handler
from emulator.events.delivery import put_event
from emulator.iam import borders

_MAX_ENTRIES = 10
_MAX_BYTES = 1 << 18
_REQUIRED = ("Source", "DetailType", "Detail")
_TARGETS = frozenset({"sqs", "lambda", "sns", "events"})
_SETTINGS = frozenset(
    {
        *("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "SqsParameters"),
        *("DeadLetterConfig", "RetryPolicy"),
    }
)


def put_events(call: Call) -> Mapping[str, Any]:
    """Serve PutEvents."""
    entries = call.parameters["Entries"]
    if len(entries) > _MAX_ENTRIES:
        message = f"{len(entries)} entries are more than the {_MAX_ENTRIES} that a call may have"
        raise AwsError("ValidationException", message)
    results = [_put(call, entry) for entry in entries]
    failed = sum("ErrorCode" in result for result in results)
    return {"FailedEntryCount": failed, "Entries": results}


def put_targets(call: Call) -> Mapping[str, Any]:
    """Serve PutTargets: moto keeps them; what would never be delivered is refused."""
    for target in call.parameters["Targets"]:
        service = target["Arn"].split(":")[2] if target["Arn"].count(":") >= 5 else ""  # noqa: PLR2004 - an ARN's colons
        unknown = sorted(set(target) - _SETTINGS)
        if service not in _TARGETS or unknown:
            what = f"target {target['Arn']}" if service not in _TARGETS else ", ".join(unknown)
            message = f"events:PutTargets with {what} is not served"
            raise AwsError("NotImplemented", message, 501)
    owner = borders.owner_of(call)
    return call.cloud.moto(
        "events", "PutTargets", call.parameters, account=owner, region=call.region
    )


def _put(call: Call, entry: Mapping[str, Any]) -> dict[str, Any]:
    try:
        account, region, bus = _bus(call, entry.get("EventBusName", "default"))
        _authorise(call, f"arn:aws:events:{region}:{account}:event-bus/{bus}", entry)
        event = _event(call, entry, region)
    except AwsError as error:
        return {"ErrorCode": error.code, "ErrorMessage": error.message}
    put_event(call.cloud, account, bus, event)
    return {"EventId": event["id"]}


def _bus(call: Call, name: str) -> tuple[str, str, str]:
    account, region = call.account, call.region
    if name.startswith("arn:"):
        region, account = name.split(":")[3:5]
    bus = name.rsplit("/", 1)[-1]
    with call.cloud.lock:
        exists = bus in events_backends[account][region].event_buses
    if not exists and account == call.account:
        raise AwsError("ResourceNotFoundException", f"Event bus {bus} does not exist.")
    return account, region, bus


def _authorise(call: Call, bus_arn: str, entry: Mapping[str, Any]) -> None:
    context: dict[str, str | list[str]] = {}
    for key, field in (("events:source", "Source"), ("events:detail-type", "DetailType")):
        if entry.get(field):
            context[key] = str(entry[field])
    call.cloud.authorise(call.principal, "events:PutEvents", bus_arn, context)


def _event(call: Call, entry: Mapping[str, Any], region: str) -> dict[str, Any]:
    for name in _REQUIRED:
        if not entry.get(name):
            message = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            raise AwsError("InvalidArgument", message)
    if len(entry["Detail"].encode()) > _MAX_BYTES:
        raise AwsError("InvalidArgument", f"Detail has more than {_MAX_BYTES} bytes.")
    try:
        detail = json.loads(entry["Detail"])
    except json.JSONDecodeError:
        raise AwsError("MalformedDetail", "Detail is malformed.") from None
    if not isinstance(detail, dict):
        raise AwsError("MalformedDetail", "Detail is malformed: it must be a JSON object.")
    when = entry.get("Time") or datetime.now(UTC)
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": call.account,
        "time": when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": entry.get("Resources", []),
        "detail": detail,
    }


def operations() -> dict[str, Handler]:
    """Every operation of our own."""
    return {"PutEvents": put_events, "PutTargets": put_targets}
