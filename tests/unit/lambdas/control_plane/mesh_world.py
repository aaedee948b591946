"""A small mesh on the embedded AWS: a registry, one product with data, and who wants to read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.request import Request, urlopen

from lambdas.api.handler import answer, router
from lambdas.api.router import Router
from lambdas.api.services import Services
from lambdas.reconciler.reconciling import Reconciler
from mesh.aws.catalogue_tables import CatalogueTables
from mesh.aws.lake_formation import LakeFormation
from mesh.aws.lake_tags import LakeTags
from mesh.aws.ledger_view import LedgerView
from mesh.aws.messages import Messages
from mesh.aws.registry import Registry
from mesh.aws.registry_table import REGISTRY, RegistryTable
from mesh.naming import Names
from mesh.registry.domains import DomainEntry
from mesh.registry.products import ProductEntry
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import World
from tests.unit.mesh.access.building import MEMBERS, NOW, contract

NAMES = Names(
    prefix="airmesh",
    organisation="o-airmesh0001",
    region="eu-central-1",
    governance_account=GOVERNANCE,
)
REGISTERED = "2027-01-01T00:00:00Z"


class Recorded(Messages):
    """Keeps messages instead of sending them."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, ...]] = []

    def register(self, ticket_id: str) -> None:
        """Keep that the registrar was woken."""
        self.sent.append(("register", ticket_id))

    def reconcile(self, reason: str, subscription: str | None = None) -> None:
        """Keep that the reconciler was woken."""
        self.sent.append(("reconcile", reason, subscription or ""))

    def scan(self, file: Mapping[str, Any], account: str, *, again: bool = False) -> None:
        """Keep that a file was handed to the scanner."""
        self.sent.append(("scan again" if again else "scan", file["key"], account))

    def links_changed(self, account: str) -> list[str]:
        """Keep that an account was woken."""
        self.sent.append(("links", account))
        return []


@dataclass
class MeshWorld:
    """What a test does and sees."""

    world: World
    registry: Registry
    messages: Recorded
    reconciler: Reconciler
    router: Router
    admin: str
    now: datetime = NOW

    @property
    def lake(self) -> Any:  # noqa: ANN401 - as boto3 types it
        """Lake Formation as its administrator."""
        return self.world.lf(self.admin)

    def call(
        self, role: str, method: str, path: str, body: object = None, *, session: str | None = None
    ) -> tuple[int, Any]:
        """Call the API as a role, as API Gateway would hand it over.

        Args:
            session: name that the role was assumed under; each role has its own if absent.
        """
        account, name = role.split(":")[4], role.rsplit("/", maxsplit=1)[-1]
        path, _, query = path.partition("?")
        event = {
            "httpMethod": method,
            "path": path,
            "pathParameters": {"proxy": path.strip("/")},
            "queryStringParameters": dict(part.split("=") for part in query.split("&") if part),
            "body": json.dumps(body) if body is not None else None,
            "requestContext": {
                "identity": {
                    "accountId": account,
                    "userArn": f"arn:aws:sts::{account}:assumed-role/{name}/{session or name}",
                }
            },
        }
        answered = answer(self.router, event)
        return int(answered["statusCode"]), json.loads(answered["body"])

    def publish(self) -> None:
        """Let the registry know that the product has data, as the publisher does."""
        address = self.registry.products()[0].address
        self.world.client("dynamodb", GOVERNANCE).update_item(
            TableName=REGISTRY,
            Key={
                "pk": {"S": f"PRODUCT#{address.domain}/{address.product}"},
                "sk": {"S": f"CONTRACT#{address.major:04}"},
            },
            UpdateExpression="SET table_state = :s",
            ExpressionAttributeValues={":s": {"S": "published"}},
        )

    def run(self, *only: str) -> Any:  # noqa: ANN401 - a Run
        """Run the reconciler, for everything or for some subscriptions."""
        return self.reconciler.run(only or None, now=self.now)

    def fail(self, operation: str, code: str, times: int) -> None:
        """Let the next calls of Lake Formation fail."""
        wanted = {"service": "lakeformation", "operation": operation, "code": code, "times": times}
        request = Request(  # noqa: S310 - the endpoint is the test's own
            f"{self.world.cloud.endpoint}/_emulator/faults",
            data=json.dumps(wanted).encode(),
            method="POST",
        )
        with urlopen(request):  # noqa: S310 - see above
            pass

    def selects(self) -> set[tuple[str, str]]:
        """Who holds SELECT on which filter or table, as Lake Formation says."""
        entries = self.lake.list_permissions()["PrincipalResourcePermissions"]
        return {
            (entry["Principal"]["DataLakePrincipalIdentifier"].split("/")[-1], name)
            for entry in entries
            if "SELECT" in entry["Permissions"]
            for shape in [entry["Resource"]]
            for name in [
                shape.get("DataCellsFilter", {}).get("Name")
                or shape.get("TableWithColumns", shape.get("Table", {})).get("Name")
            ]
            if not entry["Principal"]["DataLakePrincipalIdentifier"].endswith("mesh-publisher")
        }


def make_mesh(world: World) -> MeshWorld:
    """Governance with a registry, the product ``loyalty/passengers`` and its table."""
    admin = world.role("mesh-reconciler")
    publisher = world.role("mesh-publisher")
    for name in ("loyalty-owner", "loyalty-engineer", "loyalty-steward"):
        world.role(name, PRODUCER)
    world.role("network-planning-analyst", CONSUMER)
    world.put_settings(GOVERNANCE, admin, publisher)
    _table(world, publisher)
    _close(world.lf(admin))
    client = world.client("dynamodb", GOVERNANCE)
    _registry(client)
    table = RegistryTable(client)
    registry, messages = Registry(table), Recorded()
    _fill(registry)
    services = Services(
        names=NAMES,
        registry=registry,
        ledger=LedgerView(table),
        messages=messages,
        now=lambda: NOW,
    )
    reconciler = Reconciler(
        names=NAMES,
        registry=registry,
        tables=CatalogueTables(world.glue(admin)),
        lake=LakeFormation(world.lf(admin), GOVERNANCE),
        tags=LakeTags(world.lf(admin), GOVERNANCE),
        messages=messages,
    )
    return MeshWorld(world, registry, messages, reconciler, router(services), admin)


def _fill(registry: Registry) -> None:
    for name, account in (("loyalty", PRODUCER), ("network-planning", CONSUMER)):
        registry.write_domain(
            DomainEntry(
                name=name,
                account=account,
                state="registered",
                invited_at=REGISTERED,
                registered_at=REGISTERED,
            )
        )
    registry.write_product(ProductEntry(contract=contract()))


def _table(world: World, publisher: str) -> None:
    glue = world.glue(publisher)
    glue.create_database(DatabaseInput={"Name": "loyalty", "CreateTableDefaultPermissions": []})
    columns = [{"Name": column.name, "Type": column.type} for column in MEMBERS.columns]
    technical = [
        {"Name": "_mesh_source", "Type": "string"},
        {"Name": "_mesh_recorded_at", "Type": "timestamp"},
    ]
    location = "s3://elsewhere/passengers"
    storage = {"Columns": [*columns, *technical], "Location": location}
    glue.create_table(
        DatabaseName="loyalty", TableInput={"Name": "passengers_v1", "StorageDescriptor": storage}
    )


def _close(lake: Any) -> None:  # noqa: ANN401 - as boto3 types it
    lake.create_lf_tag(TagKey="mesh-access", TagValues=["closed", "open"])
    for resource in (
        {"Database": {"Name": "loyalty"}},
        {"Table": {"DatabaseName": "loyalty", "Name": "passengers_v1"}},
    ):
        closed = {"TagKey": "mesh-access", "TagValues": ["closed"]}
        lake.add_lf_tags_to_resource(Resource=resource, LFTags=[closed])


def _registry(client: Any) -> None:  # noqa: ANN401 - as boto3 types it
    names = ("pk", "sk", "gsi_pk", "gsi_sk")
    client.create_table(
        TableName=REGISTRY,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-state",
                "KeySchema": [
                    {"AttributeName": "gsi_pk", "KeyType": "HASH"},
                    {"AttributeName": "gsi_sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
