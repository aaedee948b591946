"""Settings: CloudFormation's event or the clock's in, Lake Formation kept as declared."""

import logging
from collections.abc import Mapping
from typing import Any

import boto3

from mesh.access.settings import WantedSettings
from mesh.aws.custom_resource import Event, Made, respond
from mesh.aws.lake_settings import LakeSettings

_log = logging.getLogger()


def handle(event: Event, _context: object) -> None:
    """Merge what the event's properties name into the account's settings; a delete leaves them."""
    if "RequestType" not in event:
        _keep(event["ResourceProperties"])
        return
    _log.info("%s of %s", event["RequestType"], event["LogicalResourceId"])
    respond(event, _merge)


def _merge(event: Event) -> Made:
    # Without administrators nobody could clean up what the stack leaves.
    if event["RequestType"] != "Delete":
        _keep(event["ResourceProperties"])
    return Made(id="lake-formation-settings")


def _keep(properties: Mapping[str, Any]) -> None:
    settings = LakeSettings.connect()
    drifted = settings.merge(
        WantedSettings(
            admins=[*properties.get("Admins", []), _own_role()],
            read_only_admins=properties.get("ReadOnlyAdmins", []),
            parameters={str(k): str(v) for k, v in properties.get("Parameters", {}).items()},
        )
    )
    if properties.get("ClosedCatalogue") == "true":
        drifted += settings.close_catalogue()
    for each in drifted:
        _log.warning("not as declared, set right: %s", each)
    if not drifted:
        _log.info("settings are as declared")


def _own_role() -> str:
    # Once an account has administrators, only they may put settings: this function is one too.
    arn = boto3.client("sts").get_caller_identity()["Arn"]
    account, role = arn.split(":")[4], arn.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"
