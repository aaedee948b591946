"""Each call of Lake Formation, Glue and Athena is written down: who, what, and how it ended."""

import re

from tests.emulator.cloudtrail.arrange import looked_up
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER, MakeClient
from tests.emulator.lakeformation.world import (
    BUCKET,
    MISSING_RIGHT,
    Lake,
    database,
    refused,
    table_input,
)

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def test_a_change_tells_its_caller_its_request_and_its_answer(
    client: MakeClient, lake: Lake
) -> None:
    answer = lake.lf(lake.admin).batch_grant_permissions(
        Entries=[
            {
                "Id": "1",
                "Principal": {"DataLakePrincipalIdentifier": lake.analyst},
                "Resource": database(),
                "Permissions": ["DESCRIBE"],
            }
        ]
    )

    (record,) = looked_up(client, GOVERNANCE, "BatchGrantPermissions")
    assert record["eventVersion"] == "1.11"
    assert record["eventSource"] == "lakeformation.amazonaws.com"
    assert record["awsRegion"] == "eu-central-1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["eventTime"])
    assert (record["readOnly"], record["managementEvent"]) == (False, True)
    assert (record["eventType"], record["eventCategory"]) == ("AwsApiCall", "Management")
    assert record["requestID"] == answer["ResponseMetadata"]["RequestId"]
    assert re.fullmatch(UUID, record["eventID"])
    assert record["recipientAccountId"] == GOVERNANCE
    assert "Boto3" in record["userAgent"]
    assert record["requestParameters"]["entries"] == [
        {
            "id": "1",
            "principal": {"dataLakePrincipalIdentifier": lake.analyst},
            "resource": {"database": {"catalogId": GOVERNANCE, "name": "fleet"}},
            "permissions": ["DESCRIBE"],
        }
    ]
    assert "sharedEventID" not in record
    assert "errorCode" not in record


def test_a_session_is_told_with_the_role_that_issued_it(client: MakeClient, lake: Lake) -> None:
    lake.glue(lake.admin).get_database(Name="fleet")

    identity = looked_up(client, GOVERNANCE, "GetDatabase")[0]["userIdentity"]
    issuer = identity["sessionContext"]["sessionIssuer"]
    caller = client("sts", lake.admin).get_caller_identity()
    role = client("iam", GOVERNANCE).get_role(RoleName="registrar")["Role"]
    assert identity["type"] == "AssumedRole"
    assert identity["arn"] == f"arn:aws:sts::{GOVERNANCE}:assumed-role/registrar/test"
    assert identity["accountId"] == GOVERNANCE
    assert identity["principalId"] == caller["UserId"] == f"{role['RoleId']}:test"
    assert identity["accessKeyId"].startswith("ASIA")
    assert issuer == {
        "type": "Role",
        "principalId": role["RoleId"],
        "arn": lake.admin,
        "accountId": GOVERNANCE,
        "userName": "registrar",
    }
    assert identity["sessionContext"]["attributes"]["mfaAuthenticated"] == "false"


def test_an_administrator_is_told_as_the_account_itself(client: MakeClient) -> None:
    client("glue", PRODUCER).get_databases()

    (record,) = looked_up(client, PRODUCER, "GetDatabases")
    assert record["userIdentity"] == {
        "type": "Root",
        "principalId": PRODUCER,
        "arn": f"arn:aws:iam::{PRODUCER}:root",
        "accountId": PRODUCER,
        "accessKeyId": f"AKIAROOT{PRODUCER}",
    }


def test_a_look_tells_nothing_of_what_was_seen(client: MakeClient, lake: Lake) -> None:
    seen = lake.glue(lake.admin).get_table(DatabaseName="fleet", Name="planes")

    record = looked_up(client, GOVERNANCE, "GetTable")[0]
    assert seen["Table"]["Name"] == "planes"
    assert record["readOnly"] is True
    assert record["responseElements"] is None
    assert record["requestParameters"] == {"databaseName": "fleet", "name": "planes"}


def test_a_call_without_parameters_has_none(client: MakeClient) -> None:
    client("athena", PRODUCER).list_work_groups()

    assert looked_up(client, PRODUCER, "ListWorkGroups")[0]["requestParameters"] is None


def test_the_keys_of_maps_stay_as_they_were_written(client: MakeClient, lake: Lake) -> None:
    wanted = table_input("ships", f"s3://{BUCKET}/fleet/ships")
    wanted["Parameters"]["Owned By"] = "me"
    lake.glue(lake.admin).create_table(DatabaseName="fleet", TableInput=wanted)

    (record, _) = looked_up(client, GOVERNANCE, "CreateTable")
    told = record["requestParameters"]["tableInput"]
    assert told["parameters"]["Owned By"] == "me"
    assert told["storageDescriptor"]["columns"][0] == {"name": "tail", "type": "string"}
    assert record["responseElements"] is None


def test_a_refusal_of_lake_formation_is_told_with_its_words(client: MakeClient, lake: Lake) -> None:
    stranger = lake.role("stranger")
    with refused("AccessDeniedException", MISSING_RIGHT):
        lake.grant(stranger, database(), "DESCRIBE", by=stranger)

    (record,) = looked_up(client, GOVERNANCE, "GrantPermissions")
    assert (record["errorCode"], record["errorMessage"]) == ("AccessDeniedException", MISSING_RIGHT)
    assert record["requestParameters"]["permissions"] == ["DESCRIBE"]
    assert record["responseElements"] is None


def test_a_refusal_of_iam_is_told_as_access_denied(client: MakeClient, lake: Lake) -> None:
    weak = lake.role("weak", allow="s3:*")
    with refused("AccessDeniedException"):
        lake.lf(weak).list_permissions()

    (record,) = looked_up(client, GOVERNANCE, "ListPermissions")
    assert record["errorCode"] == "AccessDenied"
    assert "lakeformation:ListPermissions" in record["errorMessage"]


def test_a_call_on_anothers_catalogue_is_copied_to_its_owner_by_id_alone(
    client: MakeClient, lake: Lake
) -> None:
    lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.glue(lake.analyst).get_database(CatalogId=GOVERNANCE, Name="fleet")

    (own,) = looked_up(client, CONSUMER, "GetDatabase")
    (copied,) = looked_up(client, GOVERNANCE, "GetDatabase")
    user = client("sts", lake.analyst).get_caller_identity()["UserId"]
    assert copied["userIdentity"] == {
        "type": "AWSAccount",
        "principalId": user,
        "accountId": CONSUMER,
    }
    assert own["userIdentity"] == copied["userIdentity"]
    assert own["sharedEventID"] == copied["sharedEventID"]
    assert own["eventID"] != copied["eventID"]
    assert (own["recipientAccountId"], copied["recipientAccountId"]) == (CONSUMER, GOVERNANCE)
    assert lake.analyst not in str(copied)


def test_a_refused_call_never_comes_to_the_owner(client: MakeClient, lake: Lake) -> None:
    with refused("AccessDeniedException"):
        lake.glue(lake.analyst).get_database(CatalogId=GOVERNANCE, Name="fleet")

    (own,) = looked_up(client, CONSUMER, "GetDatabase")
    assert own["userIdentity"]["type"] == "AssumedRole"
    assert looked_up(client, GOVERNANCE, "GetDatabase") == []


def test_other_services_are_not_written_down(client: MakeClient) -> None:
    client("s3", PRODUCER).list_buckets()
    client("sqs", PRODUCER).list_queues()

    assert looked_up(client, PRODUCER) == []
