"""What a query's thread decided is told under its request and under the query's own id."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from tests.emulator.athena.world import Warehouse
from tests.emulator.lakeformation.world import BUCKET


def decided(house: Warehouse, name: str) -> list[dict[str, Any]]:
    with urlopen(f"{house.cloud.endpoint}/_emulator/explain/{name}") as answer:  # noqa: S310 - our own
        found: list[dict[str, Any]] = json.load(answer)["decisions"]
    return found


@contextmanager
def locked(house: Warehouse) -> Iterator[None]:
    s3 = house.client("s3", house.location_role.split(":")[4])
    statement = {
        "Sid": "Closed",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*",
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Statement": [statement]}))
    yield
    s3.delete_bucket_policy(Bucket=BUCKET)


def test_a_query_tells_what_its_location_role_was_allowed(house: Warehouse) -> None:
    house.open_to_analyst()
    started = house.athena().start_query_execution(
        QueryString="SELECT count(*) FROM planes",
        QueryExecutionContext={"Database": "fleet_shared"},
        WorkGroup="planning",
    )
    number = started["QueryExecutionId"]
    assert house.end_of(number)["Status"]["State"] == "SUCCEEDED"

    told = decided(house, started["ResponseMetadata"]["RequestId"])

    asked = {(one["principal"], one["action"]) for one in told}
    assert (house.analyst, "lakeformation:GetDataAccess") in asked
    assert (house.location_role, "s3:GetObject") in asked
    assert (house.analyst, "s3:PutObject") in asked
    assert (house.analyst, "kms:GenerateDataKey") in asked
    assert decided(house, number) == told


def test_a_failed_query_tells_who_was_refused(house: Warehouse) -> None:
    house.open_to_analyst()
    with locked(house):
        number = house.ask("SELECT count(*) FROM planes")["QueryExecutionId"]

    refused = [one for one in decided(house, number) if not one["allowed"]]

    assert {one["principal"] for one in refused} == {house.location_role}
    assert all(one["statement"].endswith("statement Closed") for one in refused)
