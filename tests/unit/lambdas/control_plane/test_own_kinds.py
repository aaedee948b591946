"""A contract that declares a kind of the mesh comes into force only where the mesh has it."""

from dataclasses import replace

import pytest
import yaml

from lambdas.registrar.work import Registrar
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.odcs import digest_of, normalise
from mesh.registry.tickets import Ticket
from tests.emulator.conftest import PRODUCER
from tests.unit.lambdas.control_plane.mesh_world import MeshWorld
from tests.unit.lambdas.control_plane.test_keeping import registrar
from tests.unit.mesh.contracts.test_reading import BOOKINGS


def registration() -> Ticket:
    document = yaml.safe_load(BOOKINGS.read_text(encoding="utf-8"))
    column = document["schema"][0]["properties"][0]
    column["classification"] = "restricted"
    column["customProperties"] = [{"property": "personalData", "value": ["CUSTOM:MEMBER"]}]
    text = normalise(document)
    payload = {"domain": "loyalty", "product": "bookings", "major": "1", "contract": text}
    return Ticket(
        id="t1",
        kind="put-product",
        account=PRODUCER,
        actor=f"arn:aws:iam::{PRODUCER}:role/mesh-registration",
        payload=payload | {"digest": digest_of(text)},
        expires=0,
    )


@pytest.fixture
def work(mesh: MeshWorld) -> Registrar:
    return registrar(mesh)


def test_a_kind_that_the_mesh_lacks_is_refused(work: Registrar) -> None:
    with pytest.raises(ContractFaultsError, match="'CUSTOM:MEMBER' is unknown"):
        work.work(registration())


def test_a_kind_that_the_mesh_has_comes_into_force(work: Registrar) -> None:
    knowing = replace(work, kinds=("CUSTOM:MEMBER",))

    assert "is in force" in knowing.work(registration())
