"""A table is granted when its publisher announces it, so that consumers are woken for it."""

from tests.unit.lambdas.control_plane.mesh_world import MeshWorld
from tests.unit.mesh.access.building import OWNER


def test_a_table_is_granted_once_its_publication_is_announced(mesh: MeshWorld) -> None:
    early = mesh.run()
    assert not mesh.selects()

    mesh.publish()
    announced = mesh.run()

    assert not early.woken
    assert ("loyalty-owner", "sub-owner-loyalty-1") in mesh.selects()
    assert announced.woken == {OWNER.split(":")[4]}
