"""The index lists whatever carries its attributes; it is believed only items of the right family.

A function that may write files could otherwise slip a contract of its own into the catalogue.
"""

from mesh.aws.contracts_in_force import RegisteredContracts
from mesh.aws.ledger_view import LedgerView
from mesh.aws.registry_table import REGISTRY, RegistryTable
from mesh.registry.keys import Family, Listed
from tests.emulator.conftest import GOVERNANCE
from tests.unit.lambdas.control_plane.mesh_world import MeshWorld
from tests.unit.mesh.access.building import ANALYST

OTHERS = Family.FILES.key("loyalty/forged")


def test_a_contract_among_the_files_is_no_product(mesh: MeshWorld) -> None:
    client = mesh.world.client("dynamodb", GOVERNANCE)
    key = {"pk": {"S": Family.PRODUCTS.key("loyalty/passengers")}, "sk": {"S": "CONTRACT#0001"}}
    contract = client.get_item(TableName=REGISTRY, Key=key)["Item"]
    before = mesh.registry.products()

    forged = contract | {"pk": {"S": OTHERS}, "gsi_sk": {"S": "loyalty/forged@1"}}
    client.put_item(TableName=REGISTRY, Item=forged)

    assert mesh.registry.products() == before
    assert RegisteredContracts(client).products("loyalty") == ["passengers"]


def test_a_subscription_among_the_files_is_never_due(mesh: MeshWorld) -> None:
    client = mesh.world.client("dynamodb", GOVERNANCE)
    asked = {
        "product": "loyalty/passengers@1",
        "principal": ANALYST,
        "purpose": "counting members",
        "until": "2027-02-28",
    }
    _, made = mesh.call(ANALYST, "POST", "/requests", asked)
    key = {"pk": {"S": Family.SUBSCRIPTIONS.key()}, "sk": {"S": made["id"]}}
    subscription = client.get_item(TableName=REGISTRY, Key=key)["Item"]
    due = {"gsi_pk": {"S": Listed.DUE.key()}, "gsi_sk": {"S": "2027-01-01T00:00:00Z"}}

    client.put_item(TableName=REGISTRY, Item=subscription | due)
    client.put_item(TableName=REGISTRY, Item=subscription | due | {"pk": {"S": OTHERS}})

    assert [each.id for each in mesh.registry.due("2028-01-01T00:00:00Z")] == [made["id"]]


def test_a_product_among_the_refused_files_waits_for_nobody(mesh: MeshWorld) -> None:
    client = mesh.world.client("dynamodb", GOVERNANCE)
    product = {"pk": Family.PRODUCTS.key("loyalty/passengers"), "sk": "CONTRACT#0002"}
    listed = {"gsi_pk": Listed.QUARANTINED.key(), "gsi_sk": "loyalty/passengers#2027"}

    item = {name: {"S": value} for name, value in (product | listed).items()}
    client.put_item(TableName=REGISTRY, Item=item)

    assert list(LedgerView(RegistryTable(client)).quarantined("loyalty")) == []
