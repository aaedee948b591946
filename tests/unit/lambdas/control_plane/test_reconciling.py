"""Actual grants become the active subscriptions from any state, and nothing is written twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.world import principal
from tests.unit.lambdas.control_plane.mesh_world import MeshWorld
from tests.unit.mesh.access.building import ANALYST, OWNER

STANDING = {(f"loyalty-{role}", "sub-owner-loyalty-1") for role in ("owner", "engineer", "steward")}
TABLE = {"CatalogId": GOVERNANCE, "DatabaseName": "loyalty", "Name": "passengers_v1"}


@pytest.fixture
def mesh(mesh: MeshWorld) -> MeshWorld:
    mesh.publish()
    return mesh


def ask(mesh: MeshWorld, **changes: object) -> str:
    body = {
        "product": "loyalty/passengers@1",
        "principal": ANALYST,
        "purpose": "counting members",
        "until": "2027-02-28",
        **changes,
    }
    status, made = mesh.call(ANALYST, "POST", "/requests", body)
    assert status == 201, made
    return str(made["id"])


def decide(mesh: MeshWorld, request_id: str, decision: str) -> None:
    status, made = mesh.call(OWNER, "POST", f"/requests/{request_id}/{decision}", {"why": "so"})
    assert status == 200, made


def subscribe(mesh: MeshWorld, **changes: object) -> str:
    request_id = ask(mesh, **changes)
    decide(mesh, request_id, "approve")
    mesh.run(request_id)
    return request_id


def state(mesh: MeshWorld, request_id: str) -> str:
    found = mesh.registry.subscription(request_id)
    assert found is not None
    return found.state


def test_an_approved_request_is_granted_read_back_and_told_to_the_consumer(mesh: MeshWorld) -> None:
    request_id = subscribe(mesh, columns=["tier"], rows="country = 'DE'")

    assert state(mesh, request_id) == "active"
    assert ("network-planning-analyst", f"sub-{request_id}-1") in mesh.selects()
    assert ("links", ANALYST.split(":")[4]) in mesh.messages.sent


def test_a_second_run_writes_nothing(mesh: MeshWorld) -> None:
    subscribe(mesh)
    mesh.run()
    before = mesh.registry.audit("2027-01")

    again = mesh.run()
    assert (again.steps, again.settled) == ((), ())
    assert mesh.registry.audit("2027-01") == before


def test_the_owning_domain_reads_without_asking(mesh: MeshWorld) -> None:
    mesh.run()

    assert mesh.selects() == STANDING


def test_a_revocation_takes_the_grant_and_the_filter(mesh: MeshWorld) -> None:
    request_id = subscribe(mesh)
    decide(mesh, request_id, "revoke")

    mesh.run(request_id)
    assert state(mesh, request_id) == "revoked"
    assert mesh.selects() == STANDING
    names = [each["Name"] for each in mesh.lake.list_data_cells_filter()["DataCellsFilters"]]
    assert names == ["sub-owner-loyalty-1"]


def test_what_ended_is_due_and_expires(mesh: MeshWorld) -> None:
    request_id = subscribe(mesh)
    assert mesh.reconciler.due(mesh.now) == frozenset()
    mesh.now += timedelta(days=60)

    assert mesh.reconciler.due(mesh.now) == {request_id}
    mesh.run(request_id)
    assert state(mesh, request_id) == "expired"
    assert mesh.selects() == STANDING


def test_two_subscriptions_do_not_disturb_each_other(mesh: MeshWorld) -> None:
    one, other = subscribe(mesh, columns=["tier"]), subscribe(mesh, columns=["country"])
    decide(mesh, one, "revoke")

    mesh.run(one)
    assert state(mesh, other) == "active"
    assert mesh.selects() - STANDING == {("network-planning-analyst", f"sub-{other}-1")}
    assert mesh.run().steps == ()


def test_drift_made_by_hand_is_taken_back(mesh: MeshWorld) -> None:
    request_id = subscribe(mesh, columns=["tier"])
    before = mesh.selects()
    mesh.lake.grant_permissions(
        Principal=principal(ANALYST), Resource={"Table": TABLE}, Permissions=["SELECT"]
    )
    wider = {
        "TableCatalogId": GOVERNANCE,
        "DatabaseName": "loyalty",
        "TableName": "passengers_v1",
        "Name": f"sub-{request_id}-1",
    }
    mesh.lake.update_data_cells_filter(
        TableData=wider | {"ColumnWildcard": {}, "RowFilter": {"AllRowsWildcard": {}}}
    )
    mesh.lake.delete_data_cells_filter(**wider | {"Name": "sub-owner-loyalty-1"})

    mesh.run()
    assert mesh.selects() == before
    found = mesh.lake.get_data_cells_filter(**wider)["DataCellsFilter"]
    assert found["ColumnNames"] == ["tier"]
    assert mesh.run().steps == ()


def test_a_grant_by_tag_is_taken_back_for_it_would_defeat_every_filter(mesh: MeshWorld) -> None:
    subscribe(mesh, columns=["tier"])
    tagged = {
        "ResourceType": "TABLE",
        "Expression": [{"TagKey": "mesh-access", "TagValues": ["open"]}],
    }
    mesh.lake.grant_permissions(
        Principal=principal(ANALYST),
        Resource={"LFTagPolicy": {"CatalogId": GOVERNANCE} | tagged},
        Permissions=["SELECT", "DESCRIBE"],
    )

    mesh.run()
    listed = mesh.lake.list_permissions(CatalogId=GOVERNANCE)["PrincipalResourcePermissions"]
    assert not [each for each in listed if "LFTagPolicy" in each["Resource"]]
    assert mesh.run().steps == ()


def test_a_replaced_table_gets_its_grants_again(mesh: MeshWorld) -> None:
    request_id = subscribe(mesh)
    glue = mesh.world.glue(f"arn:aws:iam::{GOVERNANCE}:role/mesh-publisher")
    held = glue.get_table(DatabaseName="loyalty", Name="passengers_v1")["Table"]
    glue.delete_table(DatabaseName="loyalty", Name="passengers_v1")
    shape = {"Name": held["Name"], "StorageDescriptor": held["StorageDescriptor"]}
    glue.create_table(DatabaseName="loyalty", TableInput=shape)

    mesh.run()
    assert ("network-planning-analyst", f"sub-{request_id}-1") in mesh.selects()


def test_a_concurrent_modification_is_tried_again(mesh: MeshWorld) -> None:
    request_id = ask(mesh)
    decide(mesh, request_id, "approve")
    for operation in ("CreateDataCellsFilter", "BatchGrantPermissions"):
        mesh.fail(operation, "ConcurrentModificationException", 2)

    mesh.run(request_id)
    assert state(mesh, request_id) == "active"


def test_a_role_that_does_not_exist_is_told_and_stops_nobody_else(mesh: MeshWorld) -> None:
    nobody = ANALYST.replace("analyst", "nobody")
    request_id = ask(mesh, principal=nobody)
    decide(mesh, request_id, "approve")
    other = subscribe(mesh)

    mesh.run()
    found = mesh.registry.subscription(request_id)
    assert found is not None
    assert (found.state, state(mesh, other)) == ("approved", "active")
    assert "Invalid principal" in str(found.problem)


def test_a_revocation_that_fails_is_not_reported_and_stays_due(mesh: MeshWorld) -> None:
    request_id = subscribe(mesh)
    decide(mesh, request_id, "revoke")
    mesh.fail("BatchRevokePermissions", "AccessDeniedException", 1)

    with pytest.raises(ClientError):
        mesh.run(request_id)
    assert state(mesh, request_id) == "revoking"
    assert request_id in mesh.reconciler.due(mesh.now)
    mesh.run(request_id)
    assert state(mesh, request_id) == "revoked"


def test_an_approval_waits_for_data_and_is_granted_with_the_first_publication(
    mesh: MeshWorld,
) -> None:
    request_id = ask(mesh)
    entry = mesh.registry.products()[0]
    later = replace(entry.contract, address=replace(entry.address, major=2), version="2.0.0")
    mesh.registry.write_product(replace(entry, contract=later))
    waiting = ask(mesh, product="loyalty/passengers@2")
    for each in (request_id, waiting):
        decide(mesh, each, "approve")

    mesh.run()
    assert (state(mesh, request_id), state(mesh, waiting)) == ("active", "approved")
