"""Trails: made, changed, started, looked at.

Source: CloudTrail API reference (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/).
"""

import re
from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.cloudtrail.delivery import check_bucket
from emulator.cloudtrail.trails import Trail, Trails

_MOST = 5
_SHORTEST, _LONGEST = 3, 128
_NAME = re.compile(r"[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*")
_NOT_SERVED = (
    *("SnsTopicName", "EnableLogFileValidation", "CloudWatchLogsLogGroupArn"),
    *("CloudWatchLogsRoleArn", "KmsKeyId", "IsOrganizationTrail", "RecursiveLogging"),
)


def create(call: Call) -> Mapping[str, Any]:
    """``CreateTrail``: it takes nothing before ``StartLogging``."""
    asked = call.parameters
    _check_served(call)
    name = _checked_name(asked["Name"])
    trails = call.cloud.store(Trails)
    with call.cloud.lock, trails.lock:
        mine = trails.of_region(call.account, call.region)
        if name in mine:
            message = f"Trail {name} already exists for customer: {call.account}"
            raise AwsError("TrailAlreadyExistsException", message)
        if len(mine) >= _MOST:
            message = f"User: {call.account} already has {_MOST} trails in {call.region}."
            raise AwsError("MaximumNumberOfTrailsExceededException", message)
        trail = Trail(
            name=name,
            account=call.account,
            region=call.region,
            bucket=asked["S3BucketName"],
            tags={tag["Key"]: tag.get("Value", "") for tag in asked.get("TagsList", ())},
        )
        _change(trail, asked)
        check_bucket(call.cloud, trail)
        mine[name] = trail
    return _described(trail)


def update(call: Call) -> Mapping[str, Any]:
    """``UpdateTrail``: in its home region; what is left out stays."""
    _check_served(call)
    trail = _own(call, call.parameters["Name"])
    before = {name: getattr(trail, name) for name in _CHANGED}
    _change(trail, call.parameters)
    try:
        check_bucket(call.cloud, trail)
    except AwsError:
        for name, value in before.items():
            setattr(trail, name, value)
        raise
    return _described(trail)


def delete(call: Call) -> Mapping[str, Any]:
    """``DeleteTrail``: its files stay."""
    trail = _own(call, call.parameters["Name"])
    trails = call.cloud.store(Trails)
    with trails.lock:
        trails.of_region(trail.account, trail.region).pop(trail.name, None)
    return {}


def describe(call: Call) -> Mapping[str, Any]:
    """``DescribeTrails``: those of the region, and what other regions' trails log here."""
    named, shadows = (
        call.parameters.get("trailNameList"),
        call.parameters.get("includeShadowTrails", True),
    )
    seen = [
        trail
        for trail in call.cloud.store(Trails).of_account(call.account)
        if trail.region == call.region or (trail.every_region and shadows)
    ]
    if named:
        seen = [t for t in seen if t.arn in named or (t.name in named and t.region == call.region)]
    return {"trailList": [_shown(trail) for trail in seen]}


def get(call: Call) -> Mapping[str, Any]:
    """``GetTrail``."""
    return {"Trail": _shown(_named(call, call.parameters["Name"]))}


def listing(call: Call) -> Mapping[str, Any]:
    """``ListTrails``: of every region."""
    trails = call.cloud.store(Trails).of_account(call.account)
    return {"Trails": [{"TrailARN": t.arn, "Name": t.name, "HomeRegion": t.region} for t in trails]}


def status(call: Call) -> Mapping[str, Any]:
    """``GetTrailStatus``."""
    trail = _named(call, call.parameters["Name"])
    return {"IsLogging": trail.logging, **trail.status}


def start(call: Call) -> Mapping[str, Any]:
    """``StartLogging``."""
    _own(call, call.parameters["Name"]).start()
    return {}


def stop(call: Call) -> Mapping[str, Any]:
    """``StopLogging``."""
    _own(call, call.parameters["Name"]).stop()
    return {}


def get_selectors(call: Call) -> Mapping[str, Any]:
    """``GetEventSelectors``."""
    trail = _named(call, call.parameters["TrailName"])
    return {"TrailARN": trail.arn, "EventSelectors": [_selector(trail)]}


def put_selectors(call: Call) -> Mapping[str, Any]:
    """``PutEventSelectors``: which management events a trail takes."""
    trail, asked = _own(call, call.parameters["TrailName"]), call.parameters
    selectors = asked.get("EventSelectors") or []
    if asked.get("AdvancedEventSelectors") or any(
        one.get("DataResources") or one.get("ExcludeManagementEventSources") for one in selectors
    ):
        message = "cloudtrail:PutEventSelectors serves management events by ReadWriteType only"
        raise AwsError("NotImplemented", message, 501)
    if len(selectors) != 1:
        message = "Write one event selector: each trail has one for its management events."
        raise AwsError("InvalidEventSelectorsException", message)
    (wanted,) = selectors
    managed = wanted.get("IncludeManagementEvents", True)
    trail.selector = wanted.get("ReadWriteType", "All") if managed else None
    return {"TrailARN": trail.arn, "EventSelectors": [_selector(trail)]}


def add_tags(call: Call) -> Mapping[str, Any]:
    """``AddTags``."""
    trail = _own(call, call.parameters["ResourceId"])
    trail.tags |= {tag["Key"]: tag.get("Value", "") for tag in call.parameters["TagsList"]}
    return {}


def remove_tags(call: Call) -> Mapping[str, Any]:
    """``RemoveTags``."""
    trail = _own(call, call.parameters["ResourceId"])
    for tag in call.parameters["TagsList"]:
        trail.tags.pop(tag["Key"], None)
    return {}


def list_tags(call: Call) -> Mapping[str, Any]:
    """``ListTags``."""
    found = [_named(call, arn) for arn in call.parameters["ResourceIdList"]]
    return {
        "ResourceTagList": [
            {
                "ResourceId": trail.arn,
                "TagsList": [{"Key": key, "Value": value} for key, value in trail.tags.items()],
            }
            for trail in found
        ]
    }


_CHANGED = ("bucket", "prefix", "every_region", "global_services")


def _change(trail: Trail, asked: Mapping[str, Any]) -> None:
    trail.bucket = asked.get("S3BucketName") or trail.bucket
    trail.prefix = asked.get("S3KeyPrefix", trail.prefix) or None
    trail.every_region = asked.get("IsMultiRegionTrail", trail.every_region)
    trail.global_services = asked.get("IncludeGlobalServiceEvents", trail.global_services)
    if trail.every_region and not trail.global_services:
        message = "Multi-Region trail must include global service events."
        raise AwsError("InvalidParameterCombinationException", message)


def _check_served(call: Call) -> None:
    unknown = [name for name in _NOT_SERVED if call.parameters.get(name)]
    if unknown:
        message = f"cloudtrail:{call.operation} with {', '.join(unknown)} is not served"
        raise AwsError("NotImplemented", message, 501)


def _checked_name(name: str) -> str:
    if not _SHORTEST <= len(name) <= _LONGEST or not _NAME.fullmatch(name):
        message = (
            f"Trail name {name!r} must have {_SHORTEST} to {_LONGEST} letters, digits, periods, "
            "hyphens and underscores, begin and end with a letter or digit, and not have two of "
            "the others side by side."
        )
        raise AwsError("InvalidTrailNameException", message)
    return name


def _named(call: Call, name: str) -> Trail:
    """A trail of the caller's account, by name in its region or by ARN."""
    for trail in call.cloud.store(Trails).of_account(call.account):
        if name in (trail.arn, trail.name) and (name == trail.arn or trail.region == call.region):
            return trail
    message = f"Unknown trail: {name} for the user: {call.account}"
    raise AwsError("TrailNotFoundException", message)


def _own(call: Call, name: str) -> Trail:
    trail = _named(call, name)
    if trail.region != call.region:
        message = f"Trail {trail.arn} can only be changed in its home region, {trail.region}."
        raise AwsError("InvalidHomeRegionException", message)
    return trail


def _selector(trail: Trail) -> dict[str, Any]:
    return {
        "ReadWriteType": trail.selector or "All",
        "IncludeManagementEvents": trail.selector is not None,
        "DataResources": [],
        "ExcludeManagementEventSources": [],
    }


def _described(trail: Trail) -> dict[str, Any]:
    described = {
        "Name": trail.name,
        "S3BucketName": trail.bucket,
        "IncludeGlobalServiceEvents": trail.global_services,
        "IsMultiRegionTrail": trail.every_region,
        "TrailARN": trail.arn,
        "LogFileValidationEnabled": False,
        "IsOrganizationTrail": False,
    }
    return {**described, **({"S3KeyPrefix": trail.prefix} if trail.prefix else {})}


def _shown(trail: Trail) -> dict[str, Any]:
    custom = trail.selector != "All"
    return {
        **_described(trail),
        "HomeRegion": trail.region,
        "HasCustomEventSelectors": custom,
        "HasInsightSelectors": False,
    }
