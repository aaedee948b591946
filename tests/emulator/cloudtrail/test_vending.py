"""Credentials that an engine of others asks for are written down, and never their secrets."""

import json
from typing import Any

import pytest

from tests.emulator.cloudtrail.arrange import looked_up
from tests.emulator.conftest import CONSUMER, GOVERNANCE, MakeClient
from tests.emulator.lakeformation.test_vending import TABLE_ARN, engine, let_in
from tests.emulator.lakeformation.world import Lake, refused, table


@pytest.fixture
def asking(lake: Lake) -> Any:  # noqa: ANN401 - as boto3 types it
    """Lake Formation as a known engine of the consumer; the analyst may read all of the table."""
    let_in(lake)
    lake.grant(lake.analyst, table(), "SELECT", "DESCRIBE")
    return lake.make("lakeformation", engine(lake))


def vend(asking: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3 types it
    given: dict[str, Any] = asking.get_temporary_glue_table_credentials(
        TableArn=TABLE_ARN,
        Permissions=["SELECT"],
        SupportedPermissionTypes=["COLUMN_PERMISSION"],
        AuditContext={"AdditionalAuditContext": "job 7"},
    )
    return given


def test_what_was_asked_for_is_told_and_nothing_of_what_was_given(
    asking: Any,  # noqa: ANN401 - as boto3 types it
    client: MakeClient,
    lake: Lake,
) -> None:
    given = vend(asking)

    (own,) = looked_up(client, CONSUMER, "GetDataAccess")
    (copied,) = looked_up(client, GOVERNANCE, "GetDataAccess")
    assert own["requestParameters"] == {
        "tableArn": TABLE_ARN,
        "permissions": ["SELECT"],
        "auditContext": {"additionalAuditContext": "job 7"},
        "supportedPermissionTypes": ["COLUMN_PERMISSION"],
    }
    assert (own["readOnly"], own["responseElements"]) == (True, None)
    assert own["sharedEventID"] == copied["sharedEventID"]
    for secret in ("SecretAccessKey", "SessionToken", "AccessKeyId"):
        assert given[secret] not in json.dumps([own, copied])
    assert lake.analyst not in json.dumps(copied)


def test_the_session_and_the_engine_are_named(
    asking: Any,  # noqa: ANN401 - as boto3 types it
    client: MakeClient,
    lake: Lake,
) -> None:
    given = vend(asking)

    (copied,) = looked_up(client, GOVERNANCE, "GetDataAccess")
    session = lake.cloud.principal_of(given["AccessKeyId"]).arn.rsplit("/", 1)[-1]
    assert copied["additionalEventData"] == {
        "requesterService": "UNKNOWN",
        "LakeFormationAuthorizedSessionTag": "LakeFormationAuthorizedCaller:engine1",
        "LakeFormationTrustedCallerInvocation": "true",
        "lakeFormationRoleSessionName": session,
    }
    assert session.startswith(f"AWSLF-00-NA-{CONSUMER}-")


def test_a_refused_engine_is_told_to_its_own_account(client: MakeClient, lake: Lake) -> None:
    asking = lake.make("lakeformation", engine(lake))
    with refused("AccessDeniedException"):
        vend(asking)

    (own,) = looked_up(client, CONSUMER, "GetDataAccess")
    assert own["errorCode"] == "AccessDeniedException"
    assert "lakeFormationRoleSessionName" not in own["additionalEventData"]
    assert own["additionalEventData"]["lakeFormationPrincipal"] == lake.analyst
    assert looked_up(client, GOVERNANCE, "GetDataAccess") == []
