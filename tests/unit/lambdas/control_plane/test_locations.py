"""A domain's role, location, database and the links of a consumer converge, and then rest."""

import json

import pytest

from emulator.cloud import Cloud
from lambdas.registrar.work import publisher_steps
from mesh.access.lake import Database, Held, Table
from mesh.access.links import plan_links, wanted_links
from mesh.access.settings import WantedSettings
from mesh.aws.lake_formation import LakeFormation
from mesh.aws.lake_settings import LakeSettings
from mesh.aws.locations import DomainLocation
from mesh.aws.resource_links import ResourceLinks
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER, MakeClient
from tests.emulator.lakeformation.world import World, principal
from tests.unit.lambdas.control_plane.mesh_world import NAMES, MeshWorld
from tests.unit.mesh.access.building import ANALYST

KEY = f"arn:aws:kms:eu-central-1:{PRODUCER}:key/0f"


@pytest.fixture
def world(cloud: Cloud, client: MakeClient) -> World:
    made = World(cloud, client)
    boundary = {"Version": "2012-10-17", "Statement": []}
    allowed = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    made.client("iam", GOVERNANCE).create_policy(
        PolicyName="mesh-location-boundary",
        PolicyDocument=json.dumps(boundary | {"Statement": [allowed]}),
    )
    return made


def test_a_domains_location_and_database_are_made_and_healed(world: World) -> None:
    admin = world.role("mesh-registrar")
    world.put_settings(GOVERNANCE, admin)
    iam, lake, glue = world.client("iam", GOVERNANCE), world.lf(admin), world.glue(admin)
    made = DomainLocation(NAMES, iam, lake, glue)

    made.ensure("fleet", PRODUCER, KEY)
    iam.delete_role_policy(RoleName="lf-location-fleet", PolicyName="read-published")
    made.ensure("fleet", PRODUCER, KEY)

    role = iam.get_role(RoleName="lf-location-fleet")["Role"]
    policy = iam.get_role_policy(RoleName="lf-location-fleet", PolicyName="read-published")
    located = lake.describe_resource(ResourceArn=made.bucket_arn(PRODUCER))["ResourceInfo"]
    database = glue.get_database(Name="fleet")["Database"]
    assert role["Arn"] == NAMES.location_role_arn("fleet")
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == NAMES.location_boundary_arn
    assert KEY in json.dumps(policy["PolicyDocument"])
    assert located["RoleArn"] == role["Arn"]
    assert database["CreateTableDefaultPermissions"] == []


def test_everybodys_default_grant_is_taken_and_the_publisher_gets_what_it_needs() -> None:
    publisher, database = "arn:aws:iam::100000000001:role/mesh-publisher", Database("fleet")
    held = frozenset({Held("IAM_ALLOWED_PRINCIPALS", database, "ALL")})

    revoke, grant = publisher_steps(publisher, database, held)
    assert (revoke.principal, grant.principal) == ("IAM_ALLOWED_PRINCIPALS", publisher)  # type: ignore[union-attr]
    needed = {Held(publisher, database, name) for name in ("ALTER", "CREATE_TABLE", "DESCRIBE")}
    assert publisher_steps(publisher, database, frozenset(needed)) == []


def test_links_are_made_granted_healed_and_removed(mesh: MeshWorld) -> None:
    world = mesh.world
    admin = world.role("mesh-links", CONSUMER)
    world.put_settings(CONSUMER, admin)
    lake, glue = world.lf(admin), world.glue(admin)
    links = ResourceLinks(glue, LakeFormation(lake, CONSUMER), "eu-central-1")
    entry = {
        "database": "loyalty",
        "table": "passengers_v1",
        "local_database": "loyalty_shared",
        "roles": [ANALYST],
    }
    wanted = wanted_links([entry], catalog=GOVERNANCE, region="eu-central-1")
    nothing = wanted_links([], catalog=GOVERNANCE, region="eu-central-1")
    own = frozenset({admin})

    assert links.carry_out(plan_links(links.read(own), wanted)) == []
    assert plan_links(links.read(own), wanted).is_empty

    glue.delete_table(DatabaseName="loyalty_shared", Name="passengers_v1")
    lake.revoke_permissions(
        Principal=principal(ANALYST),
        Resource={"Database": {"Name": "loyalty_shared"}},
        Permissions=["DESCRIBE"],
    )
    links.carry_out(plan_links(links.read(own), wanted))
    assert plan_links(links.read(own), wanted).is_empty
    assert Held(ANALYST, Table("loyalty_shared", "passengers_v1"), "DESCRIBE") in (
        links.read(own).lake.held
    )

    links.carry_out(plan_links(links.read(own), nothing))
    assert links.read(own).databases == frozenset()


def test_settings_are_merged_and_dead_administrators_dropped(world: World) -> None:
    old, gone, new = (world.role(name) for name in ("old", "gone", "new"))
    world.put_settings(GOVERNANCE, old, gone, CreateTableDefaultPermissions=[])
    iam = world.client("iam", GOVERNANCE)
    iam.delete_role_policy(RoleName="gone", PolicyName="all")
    iam.delete_role(RoleName="gone")
    settings = LakeSettings(world.lf(old), iam, sleep=lambda _seconds: None)
    wanted = WantedSettings(
        admins=[new], read_only_admins=[], parameters={"CROSS_ACCOUNT_VERSION": "4"}
    )

    assert settings.merge(wanted)
    found = world.lf(old).get_data_lake_settings()["DataLakeSettings"]["DataLakeAdmins"]
    assert {each["DataLakePrincipalIdentifier"] for each in found} == {old, new}
    assert not settings.merge(wanted)
