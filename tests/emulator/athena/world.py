"""Governance with an Iceberg table, a consumer with a link to it, a work group, and analysts."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyiceberg.catalog import Catalog, load_catalog

from emulator.cloud import Cloud
from tests.emulator.arrange import make_bucket, make_key
from tests.emulator.conftest import CONSUMER, GOVERNANCE, MakeClient
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    PLANES,
    Lake,
    database,
    link_input,
)

RESULTS = "airmesh-results-200000000005"
SHARED = "fleet_shared"
PLANES_ROWS = pa.table(
    {
        "tail": pa.array(["a", "b", "c"]),
        "year": pa.array([1980, 2010, None], pa.int32()),
        "owner": pa.array(["me", "you", None]),
    }
)


@dataclass
class Warehouse(Lake):
    """A world in which an analyst of the consumer asks Athena."""

    keeper: str = ""
    key: str = ""

    def athena(self, who: str = "") -> Any:  # noqa: ANN401 - as boto3 types it
        """Athena as the analyst, or somebody else."""
        return self.client("athena", who or self.analyst)

    def ask(self, query: str, who: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as boto3 types it
        """Run a query to its end and give its description."""
        athena = self.athena(who)
        asked = {"QueryExecutionContext": {"Database": SHARED}, "WorkGroup": "planning"} | more
        number = athena.start_query_execution(QueryString=query, **asked)["QueryExecutionId"]
        return self.end_of(number, who)

    def end_of(self, number: str, who: str = "") -> dict[str, Any]:
        """Wait for a query's end."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = self.athena(who).get_query_execution(QueryExecutionId=number)["QueryExecution"]
            if found["Status"]["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                return dict(found)
            time.sleep(0.005)
        raise TimeoutError(f"query {number} does not end")

    def rows(self, query: str, who: str = "", **more: Any) -> list[list[str | None]]:  # noqa: ANN401 - as boto3 types it
        """Rows of a query that must succeed, without the header."""
        ended = self.ask(query, who, **more)
        assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
        found = self.athena(who).get_query_results(QueryExecutionId=ended["QueryExecutionId"])
        rows = [[c.get("VarCharValue") for c in r["Data"]] for r in found["ResultSet"]["Rows"]]
        return rows[1:] if ended["StatementType"] == "DML" else rows

    def fault(self, query: str, who: str = "", **more: Any) -> str:  # noqa: ANN401 - as boto3 types it
        """Reason of a query that must fail."""
        ended = self.ask(query, who, **more)
        assert ended["Status"]["State"] == "FAILED", ended["Status"]
        return str(ended["Status"]["StateChangeReason"])

    def catalogue(self) -> Catalog:
        """Pyiceberg as the administrator, over the real port."""
        credentials = self.cloud.session(self.admin, "publisher")
        return load_catalog(
            "glue",
            **{
                "type": "glue",
                "glue.endpoint": self.cloud.endpoint,
                "glue.region": self.cloud.region,
                "glue.access-key-id": credentials.access_key,
                "glue.secret-access-key": credentials.secret_key,
                "glue.session-token": credentials.session_token,
                "s3.endpoint": self.cloud.endpoint,
                "s3.region": self.cloud.region,
                "s3.access-key-id": credentials.access_key,
                "s3.secret-access-key": credentials.secret_key,
                "s3.session-token": credentials.session_token,
            },
        )

    def publish(self, name: str, rows: pa.Table) -> Any:  # noqa: ANN401 - pyiceberg's table
        """Make an Iceberg table with rows and link it from the consumer."""
        location = f"s3://{BUCKET}/fleet/{name}"
        made = self.catalogue().create_table(f"fleet.{name}", rows.schema, location=location)
        made.append(rows)
        self.link(name)
        return made

    def link(self, name: str) -> None:
        """Link a table of governance from the consumer, and let the analyst see the link."""
        glue = self.glue(self.keeper)
        glue.create_table(DatabaseName=SHARED, TableInput=link_input(name, name))
        named = {"CatalogId": CONSUMER, "DatabaseName": SHARED, "Name": name}
        self.grant(self.analyst, {"Table": named}, "DESCRIBE", by=self.keeper)

    def open_to_analyst(self, name: str = "planes", columns: Sequence[str] = ()) -> None:
        """Let the analyst read columns of a table, or all of it."""
        self.open_to(self.analyst, name, columns)

    def open_to(self, who: str, name: str = "planes", columns: Sequence[str] = ()) -> None:
        """Let somebody read columns of a table, or all of it."""
        where: Mapping[str, Any] = PLANES | {"Name": name}
        chosen: dict[str, Any] = (
            {"ColumnNames": list(columns)} if columns else {"ColumnWildcard": {}}
        )
        self.grant(who, {"TableWithColumns": {**where, **chosen}}, "SELECT")


def make_warehouse(cloud: Cloud, client: MakeClient) -> Warehouse:
    """Everything but grants: a test decides who may read what."""
    house = Warehouse(cloud, client)
    house.admin = house.role("registrar")
    house.location_role = house.role("lf-location-fleet", service="lakeformation.amazonaws.com")
    house.analyst, house.keeper = house.role("analyst", CONSUMER), house.role("links", CONSUMER)
    house.put_settings(GOVERNANCE, house.admin)
    house.put_settings(CONSUMER, house.keeper)
    make_bucket(client, GOVERNANCE, BUCKET)
    house.lf(house.admin).register_resource(ResourceArn=LOCATION, RoleArn=house.location_role)
    house.glue(house.admin).create_database(DatabaseInput={"Name": "fleet"})
    house.glue(house.keeper).create_database(DatabaseInput={"Name": SHARED})
    house.publish("planes", PLANES_ROWS)
    house.grant(house.analyst, database(), "DESCRIBE")
    _make_workgroup(house, client)
    return house


def _make_workgroup(house: Warehouse, client: MakeClient) -> None:
    make_bucket(client, CONSUMER, RESULTS)
    house.key = make_key(client, CONSUMER)
    house.athena(CONSUMER).create_work_group(
        Name="planning",
        Configuration={
            "EnforceWorkGroupConfiguration": True,
            "ResultConfiguration": {
                "OutputLocation": f"s3://{RESULTS}/results/",
                "EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": house.key},
            },
        },
    )
