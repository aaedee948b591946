"""Settings: CloudFormation's event in, Lake Formation's settings merged."""

import logging

import boto3

from mesh.aws.custom_resource import Event, Made, respond
from mesh.aws.lake_settings import LakeSettings, WantedSettings

_log = logging.getLogger()


def handle(event: Event, _context: object) -> None:
    """Merge what the resource names into the account's settings; a delete leaves them."""
    _log.info("%s of %s", event["RequestType"], event["LogicalResourceId"])
    respond(event, _merge)


def _merge(event: Event) -> Made:
    made = Made(id="lake-formation-settings")
    if event["RequestType"] == "Delete":
        # Without administrators nobody could clean up what the stack leaves.
        return made
    properties = event["ResourceProperties"]
    wanted = WantedSettings(
        admins=[*properties.get("Admins", []), _own_role()],
        read_only_admins=properties.get("ReadOnlyAdmins", []),
        parameters={str(k): str(v) for k, v in properties.get("Parameters", {}).items()},
    )
    changed = LakeSettings.connect().merge(wanted)
    _log.info("settings %s", "changed" if changed else "were right")
    return made


def _own_role() -> str:
    # Once an account has administrators, only they may put settings: this function is one too.
    arn = boto3.client("sts").get_caller_identity()["Arn"]
    account, role = arn.split(":")[4], arn.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"
