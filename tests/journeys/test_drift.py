"""What somebody changes in governance's Lake Formation by hand is set right by the hour."""

import json
from base64 import b64decode
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest

from cli.demo.world import World, wait_for

EVERYBODY = {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}
DATABASE = {"Database": {"Name": "fleet"}}
TABLE = {"Table": {"DatabaseName": "fleet", "Name": "planes_v1"}}
FUNCTIONS = {
    "mesh-settings-hourly": "/aws/lambda/mesh-settings",
    "mesh-reconcile-drift": "/aws/lambda/mesh-reconciler",
}


@pytest.fixture(scope="module")
def lake(landed: World) -> Iterator[Any]:
    """Lake Formation as an insider who lets himself into an administrator's role."""
    names, account = landed.mesh.names, landed.mesh.names.governance_account
    role = f"cdk-hnb659fds-cfn-exec-role-{account}-{names.region}"
    iam = landed.session("governance").client("iam")
    before = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    root = {"AWS": f"arn:aws:iam::{account}:root"}
    statement = {"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole"}
    opened = {"Version": "2012-10-17", "Statement": [statement]}
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(opened))
    arn = f"arn:aws:iam::{account}:role/{role}"
    sts = landed.session("governance").client("sts")
    keys = sts.assume_role(RoleArn=arn, RoleSessionName="insider")["Credentials"]
    yield boto3.client(
        "lakeformation",
        region_name=names.region,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(before))


def fire(world: World, rule: str) -> None:
    """Let the hour of a rule be over."""
    asked = {"account": world.mesh.names.governance_account, "rule": rule}
    url = f"{world.aws.endpoint}/_emulator/schedules/fire"
    with urlopen(Request(url, json.dumps(asked).encode(), method="POST")):  # noqa: S310 - localhost
        pass


def invoke(world: World, rule: str) -> str:
    """Call what a rule calls with the rule's event, and give what it logs."""
    governance = world.session("governance")
    (target,) = governance.client("events").list_targets_by_rule(Rule=rule)["Targets"]
    answer = governance.client("lambda").invoke(
        FunctionName=target["Arn"], Payload=target["Input"], LogType="Tail"
    )
    assert "FunctionError" not in answer
    return b64decode(answer["LogResult"]).decode()


def said(world: World, rule: str, words: str) -> int:
    """How often the function that a rule calls has logged some words."""
    logs = world.session("governance").client("logs")
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=FUNCTIONS[rule])
    return sum(words in event["message"] for page in pages for event in page["events"])


def settings(lake: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3 types it
    return dict(lake.get_data_lake_settings()["DataLakeSettings"])


def held_by_everybody(lake: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as boto3 types it
    entries = lake.list_permissions()["PrincipalResourcePermissions"]
    return [entry["Resource"] for entry in entries if entry["Principal"] == EVERYBODY]


def tags(lake: Any, resource: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - as boto3 types it
    """The tags that a database or table carries itself."""
    found = lake.get_resource_lf_tags(Resource=resource, ShowAssignedLFTags=True)
    assigned = found.get("LFTagsOnTable") or found.get("LFTagOnDatabase", ())
    return {tag["TagKey"]: tag["TagValues"] for tag in assigned}


def test_a_deployed_mesh_leaves_nothing_to_everybody_and_closes_every_table(
    lake: Any,  # noqa: ANN401 - as boto3 types it
) -> None:
    wait_for("the tag", lambda: tags(lake, TABLE) == {"mesh-access": ["closed"]})

    assert tags(lake, DATABASE) == {"mesh-access": ["closed"]}
    assert held_by_everybody(lake) == []


def test_settings_changed_by_hand_are_set_right_within_the_hour_and_told(
    landed: World,
    lake: Any,  # noqa: ANN401 - as boto3 types it
) -> None:
    declared = settings(lake)
    default = [{"Principal": EVERYBODY, "Permissions": ["ALL"]}]
    lake.put_data_lake_settings(
        DataLakeSettings=declared
        | {
            "ReadOnlyAdmins": [],
            "CreateTableDefaultPermissions": default,
            "Parameters": {"CROSS_ACCOUNT_VERSION": "1"},
        }
    )
    lake.grant_permissions(
        Principal=EVERYBODY, Resource={"Catalog": {}}, Permissions=["CREATE_DATABASE"]
    )

    fire(landed, "mesh-settings-hourly")

    wait_for("the settings", lambda: settings(lake) == declared)
    wait_for("the catalogue", lambda: held_by_everybody(lake) == [])
    told = "IAM_ALLOWED_PRINCIPALS was given ALL on every new table"
    wait_for("the log", lambda: said(landed, "mesh-settings-hourly", told) > 0)

    assert "not as declared" not in invoke(landed, "mesh-settings-hourly")


def test_grants_to_everybody_and_open_tags_made_by_hand_are_gone_within_the_hour(
    landed: World,
    lake: Any,  # noqa: ANN401 - as boto3 types it
) -> None:
    for resource in (DATABASE, TABLE):
        lake.grant_permissions(Principal=EVERYBODY, Resource=resource, Permissions=["ALL"])
        opened = {"TagKey": "mesh-access", "TagValues": ["open"]}
        assert not lake.add_lf_tags_to_resource(Resource=resource, LFTags=[opened])["Failures"]

    fire(landed, "mesh-reconcile-drift")

    wait_for("the revocation", lambda: held_by_everybody(lake) == [])
    for resource in (DATABASE, TABLE):
        wait_for("the tag", lambda: tags(lake, resource) == {"mesh-access": ["closed"]})  # noqa: B023 - called at once
    told = "drifted: tag fleet.planes_v1 mesh-access=closed"
    wait_for("the log", lambda: said(landed, "mesh-reconcile-drift", told) > 0)

    assert "drifted" not in invoke(landed, "mesh-reconcile-drift")
