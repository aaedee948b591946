"""Every reading of a governed table is written down, for its reader and for its owner."""

import re
from typing import Any

import pytest

from tests.emulator.athena.world import PLANES_ROWS, Warehouse
from tests.emulator.cloudtrail.arrange import Record, looked_up
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import PLANES

REGION = "eu-central-1"
TARGET = f"arn:aws:glue:{REGION}:{GOVERNANCE}:table/fleet/"
LINK = f"arn:aws:glue:{REGION}:{CONSUMER}:table/fleet_shared/"


def accesses(house: Warehouse, account: str, table: str) -> list[Record]:
    """``GetDataAccess`` of a table in an account's history, the latest first."""
    records = looked_up(house.make, account, "GetDataAccess")
    return [one for one in records if one["requestParameters"]["tableArn"].endswith(f"/{table}")]


def everything(table: str) -> str:
    return f"SELECT * FROM {table}"  # noqa: S608 - a name that a test made


def trust_owners(house: Warehouse, *owners: str) -> None:
    """Let the owners of what the consumer reads know who reads it."""
    lf = house.lf(house.keeper)
    settings = lf.get_data_lake_settings()["DataLakeSettings"]
    lf.put_data_lake_settings(DataLakeSettings=settings | {"TrustedResourceOwners": list(owners)})


@pytest.fixture
def read(house: Warehouse, request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """A table of this test's own that the analyst has read, and the query."""
    name = re.sub(r"\W", "", request.node.name)[:40]
    house.publish(name, PLANES_ROWS)
    house.open_to_analyst(name, ["tail", "year"])
    ended = house.ask(everything(name))
    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    return name, ended


def test_a_link_and_its_target_are_two_accesses_of_which_the_owner_sees_one(
    house: Warehouse, read: tuple[str, dict[str, Any]]
) -> None:
    name, _ = read
    own, copied = accesses(house, CONSUMER, name), accesses(house, GOVERNANCE, name)

    arns = [one["requestParameters"]["tableArn"] for one in own]
    assert arns == [TARGET + name, LINK + name]
    assert [one["requestParameters"]["tableArn"] for one in copied] == [TARGET + name]
    assert own[0]["sharedEventID"] == copied[0]["sharedEventID"]
    assert own[1]["userIdentity"]["arn"].endswith("assumed-role/analyst/test")
    assert own[1]["additionalEventData"]["lakeFormationPrincipal"] == house.analyst
    assert "sharedEventID" not in own[1]


def test_the_owner_learns_the_readers_id_and_not_its_name(
    house: Warehouse, read: tuple[str, dict[str, Any]]
) -> None:
    (copied,) = accesses(house, GOVERNANCE, read[0])

    user = house.client("sts", house.analyst).get_caller_identity()["UserId"]
    assert copied["userIdentity"] == {
        "type": "AWSAccount",
        "principalId": user,
        "accountId": CONSUMER,
        "invokedBy": "athena.amazonaws.com",
    }
    assert copied["recipientAccountId"] == GOVERNANCE
    assert "lakeFormationPrincipal" not in copied["additionalEventData"]
    assert house.analyst not in str(copied)


def test_the_owner_learns_the_name_once_the_reader_trusts_it(house: Warehouse) -> None:
    house.publish("trusted", PLANES_ROWS)
    house.open_to_analyst("trusted")
    trust_owners(house, GOVERNANCE)
    house.rows("SELECT tail FROM trusted")
    trust_owners(house, "200000000001")
    house.rows("SELECT tail FROM trusted")
    trust_owners(house)

    later, earlier = accesses(house, GOVERNANCE, "trusted")
    assert earlier["additionalEventData"]["lakeFormationPrincipal"] == house.analyst
    assert earlier["userIdentity"]["type"] == "AWSAccount"
    assert "lakeFormationPrincipal" not in later["additionalEventData"]
    told = accesses(house, CONSUMER, "trusted")
    named = [one["additionalEventData"].get("lakeFormationPrincipal") for one in told]
    assert named == [None, house.analyst, house.analyst, house.analyst]


def test_an_access_names_its_engine_its_query_and_its_session(
    house: Warehouse, read: tuple[str, dict[str, Any]]
) -> None:
    name, ended = read
    (record,) = accesses(house, GOVERNANCE, name)

    additional = record["additionalEventData"]
    assert record["eventSource"] == "lakeformation.amazonaws.com"
    assert (record["readOnly"], record["responseElements"]) == (True, None)
    assert (record["sourceIPAddress"], record["userAgent"]) == ("athena.amazonaws.com",) * 2
    assert additional["requesterService"] == "ATHENA"
    assert re.fullmatch(
        rf"AWSLF-00-AT-{CONSUMER}-[A-Za-z0-9]{{10}}", additional["lakeFormationRoleSessionName"]
    )
    assert record["requestParameters"] == {
        "tableArn": TARGET + name,
        "permissions": ["SELECT"],
        "auditContext": {"additionalAuditContext": f"{{queryId: {ended['QueryExecutionId']}}}"},
        "cellLevelSecurityEnforced": True,
    }


def test_each_access_has_a_session_of_its_own(
    house: Warehouse, read: tuple[str, dict[str, Any]]
) -> None:
    house.rows(everything(read[0]))

    told = [one["additionalEventData"] for one in accesses(house, GOVERNANCE, read[0])]
    assert len({one["lakeFormationRoleSessionName"] for one in told}) == 2


def test_a_refused_access_stays_in_the_readers_account(house: Warehouse) -> None:
    house.publish("closed", PLANES_ROWS)
    house.grant(house.analyst, {"Table": PLANES | {"Name": "closed"}}, "DESCRIBE")
    before = house.fault("SELECT tail FROM closed")

    link, target = reversed(accesses(house, CONSUMER, "closed"))
    assert before
    assert target["errorCode"] == "AccessDeniedException"
    assert "Select" in target["errorMessage"]
    assert "lakeFormationRoleSessionName" not in target["additionalEventData"]
    assert "errorCode" not in link
    assert accesses(house, GOVERNANCE, "closed") == []


def test_a_query_is_written_down_without_its_words(
    house: Warehouse, read: tuple[str, dict[str, Any]]
) -> None:
    query = f"{everything(read[0])} WHERE tail = ?"
    ended = house.ask(query, ExecutionParameters=["'s3cr3t'"])

    started = looked_up(house.make, CONSUMER, "StartQueryExecution")[0]
    assert started["requestParameters"]["queryString"] == "***OMITTED***"
    assert started["requestParameters"]["executionParameters"] == "***OMITTED***"
    assert started["requestParameters"]["workGroup"] == "planning"
    assert started["responseElements"] == {"queryExecutionId": ended["QueryExecutionId"]}
    assert "s3cr3t" not in str(looked_up(house.make, CONSUMER))


def test_what_lies_in_no_registered_location_is_nobodys_access(house: Warehouse) -> None:
    house.rows("SELECT 1")
    before = len(looked_up(house.make, CONSUMER, "GetDataAccess"))

    house.rows("SELECT 2")

    assert len(looked_up(house.make, CONSUMER, "GetDataAccess")) == before
