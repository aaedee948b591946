"""Deploying an assembly into the embedded AWS through its API, as `cdk deploy` would."""

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import boto3
from botocore.exceptions import ClientError

from cli.assembly import StackArtifact
from cli.bootstrap import PATIENCE, bootstrap, execution_role_arn, staging_bucket
from mesh.errors import MeshError

SessionFor = Callable[[str], boto3.Session]
"""Gives an administrator's session of an account."""

POLL_SECONDS = 0.2
ACCOUNTS_AT_ONCE = 8
ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Deployed:
    """What became of one stack."""

    stack: str
    account: str
    change: Literal["created", "updated", "unchanged"]
    seconds: float


def deploy(
    stacks: Iterable[StackArtifact], session_for: SessionFor, report: Callable[[Deployed], None]
) -> list[Deployed]:
    """Deploy stacks, accounts side by side and each account's stacks in order.

    Raises:
        MeshError: naming the stack, the resource and the reason, if one fails.
    """
    by_account: dict[str, list[StackArtifact]] = {}
    for stack in stacks:
        by_account.setdefault(stack.account, []).append(stack)
    with ThreadPoolExecutor(max_workers=ACCOUNTS_AT_ONCE) as pool:
        runs = [
            pool.submit(_deploy_account, session_for(account), own, report)
            for account, own in by_account.items()
        ]
        return [deployed for run in runs for deployed in run.result()]


def _deploy_account(
    session: boto3.Session, stacks: list[StackArtifact], report: Callable[[Deployed], None]
) -> list[Deployed]:
    account, region = stacks[0].account, stacks[0].region
    bootstrap(session, account, region)
    done = []
    for stack in stacks:
        deployed = _deploy_stack(session, stack)
        report(deployed)
        done.append(deployed)
    return done


def _deploy_stack(session: boto3.Session, stack: StackArtifact) -> Deployed:
    started = time.monotonic()
    s3 = session.client("s3")
    _publish_assets(s3, stack)
    bucket = staging_bucket(stack.account, stack.region)
    template_url = f"{s3.meta.endpoint_url}/{bucket}/{stack.template_key}"
    change = _execute(session.client("cloudformation"), stack, template_url)
    return Deployed(stack.name, stack.account, change, round(time.monotonic() - started, 3))


def _execute(
    client: Any,  # noqa: ANN401 - a boto3 client
    stack: StackArtifact,
    template_url: str,
) -> Literal["created", "updated", "unchanged"]:
    exists = _exists(client, stack.name)
    name = f"mesh-{time.time_ns()}"
    client.create_change_set(
        StackName=stack.name,
        ChangeSetName=name,
        ChangeSetType="UPDATE" if exists else "CREATE",
        TemplateURL=template_url,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        RoleARN=execution_role_arn(stack.account, stack.region),
    )
    if not _has_changes(client, stack.name, name):
        client.delete_change_set(StackName=stack.name, ChangeSetName=name)
        return "unchanged"
    client.execute_change_set(StackName=stack.name, ChangeSetName=name)
    _wait(client, stack.name)
    return "updated" if exists else "created"


def _exists(client: Any, name: str) -> bool:  # noqa: ANN401
    try:
        (found,) = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return False
        raise
    if found["StackStatus"] == "ROLLBACK_COMPLETE":
        client.delete_stack(StackName=name)
        client.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig=PATIENCE)
        return False
    return bool(found["StackStatus"] != "REVIEW_IN_PROGRESS")


def _has_changes(client: Any, stack: str, name: str) -> bool:  # noqa: ANN401
    while True:
        found = client.describe_change_set(StackName=stack, ChangeSetName=name)
        if found["Status"] == "CREATE_COMPLETE":
            return True
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            if "didn't contain changes" in reason or "No updates" in reason:
                return False
            raise MeshError(f"{stack}: {reason}")
        time.sleep(POLL_SECONDS)


def _wait(client: Any, stack: str) -> None:  # noqa: ANN401
    while True:
        (found,) = client.describe_stacks(StackName=stack)["Stacks"]
        status = found["StackStatus"]
        if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return
        if not status.endswith("_IN_PROGRESS"):
            raise MeshError(f"{stack} ended {status}: {_first_failure(client, stack)}")
        time.sleep(POLL_SECONDS)


def _first_failure(client: Any, stack: str) -> str:  # noqa: ANN401
    events = client.describe_stack_events(StackName=stack)["StackEvents"]
    for event in reversed(events):
        if event["ResourceStatus"].endswith("_FAILED"):
            reason = event.get("ResourceStatusReason", "no reason given")
            return f"{event['LogicalResourceId']} ({event['ResourceType']}): {reason}"
    return "no failed resource; see its events"


def _publish_assets(s3: Any, stack: StackArtifact) -> None:  # noqa: ANN401
    for source, packaging, bucket, key in _assets(stack):
        try:
            s3.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:  # noqa: PLR2004
                raise
            body = _zip(source) if packaging == "zip" else source.read_bytes()
            s3.put_object(Bucket=bucket, Key=key, Body=body)


def _assets(stack: StackArtifact) -> Iterator[tuple[Path, str, str, str]]:
    for manifest in stack.assets:
        files = json.loads(manifest.read_text(encoding="utf-8")).get("files", {})
        for asset in files.values():
            source = manifest.parent / asset["source"]["path"]
            for destination in asset["destinations"].values():
                bucket = destination["bucketName"]
                for word, value in (("AccountId", stack.account), ("Region", stack.region)):
                    bucket = bucket.replace(f"${{AWS::{word}}}", value)
                yield source, asset["source"]["packaging"], bucket, destination["objectKey"]


@cache
def _zip(folder: Path) -> bytes:
    """The same files give the same bytes; an asset's path names its content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(str(path.relative_to(folder)), ARCHIVE_TIME)
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()
