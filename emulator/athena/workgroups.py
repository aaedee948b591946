"""Work groups: where results go, who may say so, and how much a query may scan."""

from collections.abc import Mapping
from typing import Any

from emulator.api import Call
from emulator.athena.pages import page
from emulator.athena.store import Account, Athena, WorkGroup, refused

_ENGINE = {
    "SelectedEngineVersion": "AUTO",
    "EffectiveEngineVersion": "Athena engine version 3",
}
_SMALLEST_CUTOFF = 10_000_000


def create(call: Call) -> dict[str, Any]:
    """CreateWorkGroup."""
    account, name = _account(call), call.parameters["Name"]
    if name in account.workgroups:
        raise refused(f"WorkGroup {name} is already created")
    configuration = {
        "EnforceWorkGroupConfiguration": True,
        "PublishCloudWatchMetricsEnabled": False,
        "RequesterPaysEnabled": False,
        "ResultConfiguration": {},
        **call.parameters.get("Configuration", {}),
    }
    _check(configuration)
    tags = {tag["Key"]: tag.get("Value", "") for tag in call.parameters.get("Tags", [])}
    account.workgroups[name] = WorkGroup(
        name, configuration, call.parameters.get("Description", ""), tags=tags
    )
    return {}


def get(call: Call) -> dict[str, Any]:
    """GetWorkGroup."""
    group = _account(call).workgroup(call.parameters["WorkGroup"])
    configuration = {**group.configuration, "EngineVersion": _ENGINE}
    return {"WorkGroup": {**_summary(group), "Configuration": configuration}}


def update(call: Call) -> dict[str, Any]:
    """UpdateWorkGroup: what is not named stays."""
    group = _account(call).workgroup(call.parameters["WorkGroup"])
    changed = _updated(group.configuration, call.parameters.get("ConfigurationUpdates", {}))
    _check(changed)
    group.configuration = changed
    group.description = call.parameters.get("Description", group.description)
    group.state = call.parameters.get("State", group.state)
    return {}


def delete(call: Call) -> dict[str, Any]:
    """DeleteWorkGroup."""
    account, name = _account(call), call.parameters["WorkGroup"]
    account.workgroup(name)
    if name == "primary":
        raise refused("The primary workgroup cannot be deleted")
    prepared = [key for key in account.statements if key[0] == name]
    history = [number for number, e in account.executions.items() if e.workgroup == name]
    if (prepared or history) and not call.parameters.get("RecursiveDeleteOption"):
        raise refused(f"WorkGroup {name} is not empty")
    for key in prepared:
        del account.statements[key]
    for number in history:
        del account.executions[number]
    del account.workgroups[name]
    return {}


def listing(call: Call) -> dict[str, Any]:
    """ListWorkGroups."""
    groups = sorted(_account(call).workgroups.values(), key=lambda group: group.name)
    return page(call, "WorkGroups", [{**_summary(g), "EngineVersion": _ENGINE} for g in groups])


def tag(call: Call) -> dict[str, Any]:
    """TagResource."""
    group = _by_arn(call)
    group.tags.update({t["Key"]: t.get("Value", "") for t in call.parameters["Tags"]})
    return {}


def untag(call: Call) -> dict[str, Any]:
    """UntagResource."""
    group = _by_arn(call)
    for key in call.parameters["TagKeys"]:
        group.tags.pop(key, None)
    return {}


def tags(call: Call) -> dict[str, Any]:
    """ListTagsForResource."""
    return {"Tags": [{"Key": k, "Value": v} for k, v in sorted(_by_arn(call).tags.items())]}


def _account(call: Call) -> Account:
    return call.cloud.store(Athena).account(call.account)


def _by_arn(call: Call) -> WorkGroup:
    arn = call.parameters["ResourceARN"]
    start = f"arn:aws:athena:{call.region}:{call.account}:workgroup/"
    if not arn.startswith(start):
        raise refused(f"Resource {arn} is not a workgroup of this account")
    return _account(call).workgroup(arn.removeprefix(start))


def _summary(group: WorkGroup) -> dict[str, Any]:
    return {
        "Name": group.name,
        "State": group.state,
        "Description": group.description,
        "CreationTime": group.created,
    }


def _check(configuration: Mapping[str, Any]) -> None:
    result = configuration.get("ResultConfiguration", {})
    location = result.get("OutputLocation")
    if location and not location.startswith("s3://"):
        raise refused(f"outputLocation is not a valid S3 path: {location}")
    kind = result.get("EncryptionConfiguration", {}).get("EncryptionOption")
    if kind == "CSE_KMS":
        raise refused("CSE_KMS is not supported by the local engine; use SSE_KMS or SSE_S3")
    cutoff = configuration.get("BytesScannedCutoffPerQuery")
    if cutoff is not None and cutoff < _SMALLEST_CUTOFF:
        raise refused(f"BytesScannedCutoffPerQuery must be at least {_SMALLEST_CUTOFF}")


def _updated(configuration: Mapping[str, Any], updates: Mapping[str, Any]) -> dict[str, Any]:
    changed = {**configuration, **_plain(updates)}
    if updates.get("RemoveBytesScannedCutoffPerQuery"):
        changed.pop("BytesScannedCutoffPerQuery", None)
    for name in ("ResultConfigurationUpdates", "RemoveBytesScannedCutoffPerQuery"):
        changed.pop(name, None)
    wanted = updates.get("ResultConfigurationUpdates", {})
    result = {**configuration.get("ResultConfiguration", {}), **_plain(wanted)}
    for removed in [name for name, on in wanted.items() if name.startswith("Remove") and on]:
        result.pop(removed.removeprefix("Remove"), None)
    changed["ResultConfiguration"] = result
    return changed


def _plain(updates: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in updates.items() if not name.startswith("Remove")}
