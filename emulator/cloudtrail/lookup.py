"""``LookupEvents``: the event history of an account in a region, with or without a trail."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.cloudtrail.records import Record
from emulator.cloudtrail.trails import Trails
from emulator.pages import Pages

_MOST = 50


def _refused(reason: str) -> AwsError:
    return AwsError("InvalidNextTokenException", reason)


_PAGES = Pages(most=_MOST, refuse=_refused)
_ATTRIBUTES = frozenset(
    {
        *("AccessKeyId", "EventId", "EventName", "EventSource", "ReadOnly", "ResourceName"),
        *("ResourceType", "Username"),
    }
)


def events(call: Call) -> Mapping[str, Any]:
    """Answer the latest first, at most 50 at a time."""
    asked = call.parameters
    if asked.get("EventCategory"):
        raise AwsError("NotImplemented", "cloudtrail:LookupEvents of insights is not served", 501)
    if not 1 <= (asked.get("MaxResults") or _MOST) <= _MOST:
        raise AwsError("InvalidMaxResultsException", f"MaxResults must be between 1 and {_MOST}.")
    attributes = asked.get("LookupAttributes") or ()
    if len(attributes) > 1 or any(one["AttributeKey"] not in _ATTRIBUTES for one in attributes):
        message = "You can look up by one attribute, of those that the API reference lists."
        raise AwsError("InvalidLookupAttributesException", message)
    start, end = _moment(asked.get("StartTime")), _moment(asked.get("EndTime"))
    if start and end and start > end:
        message = "StartTime must not be after EndTime."
        raise AwsError("InvalidTimeRangeException", message)
    history = (_event(one) for one in call.cloud.store(Trails).history(call.account, call.region))
    found = [
        event
        for event in history
        if (not start or event["EventTime"] >= start)
        and (not end or event["EventTime"] <= end)
        and all(_has(event, one) for one in attributes)
    ]
    return _PAGES.page(call, "Events", found)


def _moment(asked: datetime | None) -> datetime | None:
    # What the request's parser leaves without a zone is UTC.
    return asked.replace(tzinfo=UTC) if asked and asked.tzinfo is None else asked


def _has(event: Mapping[str, Any], attribute: Mapping[str, str]) -> bool:
    key, wanted = attribute["AttributeKey"], attribute["AttributeValue"]
    if key in ("ResourceName", "ResourceType"):
        return any(one.get(key) == wanted for one in event["Resources"])
    return event.get(key) == wanted


def _event(record: Record) -> dict[str, Any]:
    identity = record["userIdentity"]
    when = datetime.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    event = {
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "ReadOnly": str(record["readOnly"]).lower(),
        "EventTime": when,
        "EventSource": record["eventSource"],
        "Resources": [],
        "CloudTrailEvent": json.dumps(record, default=str),
    }
    if identity.get("accessKeyId"):
        event["AccessKeyId"] = identity["accessKeyId"]
    username = {"Root": "root", "AssumedRole": str(identity.get("arn")).rsplit("/", 1)[-1]}
    if identity["type"] in username:
        event["Username"] = username[identity["type"]]
    return event
