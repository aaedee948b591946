"""A deployment that was refused can be tried again: nothing it left stands in the way."""

from collections.abc import Iterator

import pytest

from cli import project
from cli.assembly import StackArtifact, read_stacks, synthesise
from cli.demo.command import free_port
from cli.demo.world import World
from cli.embedded import EmbeddedAws
from cli.local import choose, deploy_stacks
from mesh.errors import MeshError


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    aws = EmbeddedAws(free_port())
    world = World(aws, project.mesh())
    aws.start(world.mesh)
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint)
    try:
        yield world
    finally:
        aws.stop()


def stacks(*names: str) -> list[StackArtifact]:
    return choose(read_stacks(synthesise()), list(names))


def test_a_domain_deployed_before_its_invitation_is_deployed_after_it(world: World) -> None:
    deploy_stacks(world.aws, stacks("Governance"), lambda _: None)
    with pytest.raises(MeshError, match="domain fleet is not invited"):
        deploy_stacks(world.aws, stacks("fleet-Producer"), lambda _: None)
    invitation = {"account": world.mesh.account("fleet"), "roles": ["producer", "consumer"]}
    world.api("governance/platform").call("PUT", "/domains/fleet/invitation", invitation)

    done = deploy_stacks(world.aws, stacks("fleet-Producer", "fleet-Products"), lambda _: None)

    assert [entry.change for entry in done] == ["created", "created"]


def test_a_domain_deployed_without_governance_fails_and_names_it(world: World) -> None:
    with pytest.raises(MeshError, match=world.mesh.names.governance_account):
        deploy_stacks(world.aws, stacks("fleet-Producer"), lambda _: None)
