"""S3's set-up, and the operations that moto cannot decide one by one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from emulator.api import AwsError, Call
from emulator.s3 import bodies
from emulator.s3.decisions import check_owner, decide, decide_bucket
from emulator.s3.events import ObjectEvents
from emulator.s3.public import close_new_buckets
from emulator.s3.store import find_bucket

if TYPE_CHECKING:
    from emulator.cloud import Cloud


def install(cloud: "Cloud") -> None:
    """Put decisions in front of moto's S3, its bodies on disk, and its events on EventBridge."""
    bodies.keep_in(cloud.folder / "bodies")
    # moto's own reading of bucket policies takes unknown conditions for met.
    FakeBucket.get_permission = _neutral  # type: ignore[method-assign, assignment]
    close_new_buckets()
    cloud.deciders["s3"] = decide
    cloud.operations["s3"] = {
        "DeleteObjects": delete_objects,
        "GetBucketNotificationConfiguration": get_notification_configuration,
    }
    cloud.store(ObjectEvents).listen()


def _neutral(*_: object) -> PermissionResult:
    return PermissionResult.NEUTRAL


def get_notification_configuration(call: Call) -> Mapping[str, Any]:
    """Where a bucket announces its objects; moto leaves EventBridge out of its answer."""
    with call.cloud.lock:
        bucket = decide_bucket(call)
        wanted = {"Bucket": bucket.name}
        owner = str(bucket.account_id)
        answer = call.cloud.moto("s3", call.operation, wanted, account=owner)
        configuration = bucket.notification_configuration
    if configuration is not None and configuration.event_bridge is not None:
        answer["EventBridgeConfiguration"] = {}
    return answer


def delete_objects(call: Call) -> Mapping[str, Any]:
    """Delete each object that the caller may delete, and say which ones not."""
    allowed, errors = [], []
    with call.cloud.lock:
        bucket = find_bucket(call.parameters["Bucket"])
        check_owner(call, bucket)
        for wanted in call.parameters["Delete"]["Objects"]:
            try:
                _decide_delete(call, wanted)
                allowed.append(wanted)
            except AwsError as refused:
                errors.append({**wanted, "Code": refused.code, "Message": refused.message})
        deleted = _delete(call, str(bucket.account_id), allowed) if allowed else {}
    if call.parameters["Delete"].get("Quiet"):
        deleted.pop("Deleted", None)
    return {**deleted, "Errors": [*deleted.get("Errors", ()), *errors]}


def _decide_delete(call: Call, wanted: Mapping[str, str]) -> None:
    action = "s3:DeleteObjectVersion" if wanted.get("VersionId") else "s3:DeleteObject"
    resource = f"arn:aws:s3:::{call.parameters['Bucket']}/{wanted['Key']}"
    call.cloud.authorise(call.principal, action, resource)


def _delete(call: Call, owner: str, objects: list[Mapping[str, str]]) -> dict[str, Any]:
    wanted = {"Bucket": call.parameters["Bucket"], "Delete": {"Objects": objects}}
    return call.cloud.moto("s3", "DeleteObjects", wanted, account=owner)
