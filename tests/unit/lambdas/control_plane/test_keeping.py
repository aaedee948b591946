"""What governance declares of Lake Formation is kept: drift is set right, and nothing else put."""

import json
from typing import Any

import pytest

from lambdas.registrar.work import Registrar
from mesh.access.settings import WantedSettings
from mesh.aws.lake_formation import LakeFormation
from mesh.aws.lake_settings import LakeSettings
from mesh.aws.lake_tags import LakeTags
from mesh.aws.locations import DomainLocation
from mesh.errors import MeshError
from mesh.registry.tickets import Ticket
from tests.emulator.conftest import GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import principal, refused
from tests.unit.lambdas.control_plane.mesh_world import NAMES, MeshWorld
from tests.unit.mesh.access.building import ANALYST

PUBLISHER = f"arn:aws:iam::{GOVERNANCE}:role/mesh-publisher"
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
DATABASE = {"Database": {"CatalogId": GOVERNANCE, "Name": "loyalty"}}
TABLE = {"Table": {"DatabaseName": "loyalty", "Name": "passengers_v1"}}
EVERY_TABLE = {"Table": {"DatabaseName": "loyalty", "TableWildcard": {}}}
COLUMN = {
    "TableWithColumns": {
        "DatabaseName": "loyalty",
        "Name": "passengers_v1",
        "ColumnNames": ["email"],
    }
}
READS = ("Get", "List", "Describe")


class Changes:
    """Names of the calls of one client that change something."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - as boto3 types it
        self.made: list[str] = []
        client.meta.events.register("before-call", self._note)

    def _note(self, model: Any, **_rest: object) -> None:  # noqa: ANN401 - as botocore types it
        if not model.name.startswith(READS):
            self.made.append(model.name)


@pytest.fixture
def auditor(mesh: MeshWorld) -> str:
    return mesh.world.role("governance-auditor")


@pytest.fixture
def wanted(mesh: MeshWorld, auditor: str) -> WantedSettings:
    """What the stack asks for; the function that keeps it names itself too."""
    return WantedSettings(
        admins=[mesh.world.role("mesh-registrar"), mesh.admin, mesh.world.role("mesh-settings")],
        read_only_admins=[auditor],
        parameters={"CROSS_ACCOUNT_VERSION": "4"},
    )


@pytest.fixture
def settings(mesh: MeshWorld, wanted: WantedSettings) -> LakeSettings:
    """The settings as deployed."""
    iam = mesh.world.client("iam", GOVERNANCE)
    deployed = LakeSettings(mesh.lake, iam, sleep=lambda _seconds: None)
    deployed.merge(wanted)
    return deployed


def in_force(mesh: MeshWorld) -> dict[str, Any]:
    return dict(mesh.lake.get_data_lake_settings()["DataLakeSettings"])


def put(mesh: MeshWorld, **changed: object) -> None:
    mesh.lake.put_data_lake_settings(DataLakeSettings=in_force(mesh) | changed)


def everything(permission: str) -> list[dict[str, Any]]:
    return [{"Principal": principal(EVERYBODY), "Permissions": [permission]}]


def test_settings_that_drifted_are_set_right_and_each_difference_is_told(
    mesh: MeshWorld, settings: LakeSettings, wanted: WantedSettings, auditor: str
) -> None:
    before = in_force(mesh)
    put(
        mesh,
        DataLakeAdmins=[principal(mesh.admin)],
        ReadOnlyAdmins=[],
        CreateTableDefaultPermissions=everything("ALL"),
        Parameters={"CROSS_ACCOUNT_VERSION": "1"},
    )

    drifted = settings.merge(wanted)

    names = ("DataLakeAdmins", "ReadOnlyAdmins", "CreateTableDefaultPermissions", "Parameters")
    after = in_force(mesh)
    assert {name: sorted(map(str, after[name])) for name in names[1:]} == {
        name: sorted(map(str, before[name])) for name in names[1:]
    }
    assert {*wanted.admins} <= {e["DataLakePrincipalIdentifier"] for e in after["DataLakeAdmins"]}
    assert f"{auditor} was no read-only administrator" in drifted
    assert f"{EVERYBODY} was given ALL on every new table" in drifted
    assert "CROSS_ACCOUNT_VERSION was 1, not 4" in drifted


def test_settings_that_are_as_declared_are_not_put(
    mesh: MeshWorld, settings: LakeSettings, wanted: WantedSettings
) -> None:
    settings.close_catalogue()
    changes = Changes(mesh.lake)

    assert settings.merge(wanted) == ()
    assert settings.close_catalogue() == ()
    assert changes.made == []


def test_an_administrator_that_others_made_stays(
    mesh: MeshWorld, settings: LakeSettings, wanted: WantedSettings
) -> None:
    other = mesh.world.role("brownfield-admin")
    admins = [*in_force(mesh)["DataLakeAdmins"], principal(other)]
    put(mesh, DataLakeAdmins=admins, Parameters={})

    settings.merge(wanted)

    assert principal(other) in in_force(mesh)["DataLakeAdmins"]


def test_settings_that_do_not_stay_as_put_are_an_error_that_names_them(
    mesh: MeshWorld, wanted: WantedSettings
) -> None:
    class Forgetful:
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as boto3 types it
            return getattr(mesh.lake, name)

        def put_data_lake_settings(self, **_settings: object) -> None:
            """Accept, and change nothing."""

    client: Any = Forgetful()
    settings = LakeSettings(client, mesh.world.client("iam", GOVERNANCE))

    with pytest.raises(MeshError, match=r"governance-auditor was no read-only administrator"):
        settings.merge(wanted)


def test_who_is_no_administrator_any_more_says_how_to_become_one_again(
    mesh: MeshWorld, settings: LakeSettings, wanted: WantedSettings
) -> None:
    removed = mesh.world.lf(wanted.admins[-1])
    put(mesh, DataLakeAdmins=[principal(mesh.admin)])
    settings = LakeSettings(removed, mesh.world.client("iam", GOVERNANCE))

    with pytest.raises(MeshError, match="make its role a data lake administrator again"):
        settings.merge(wanted)


def test_nobody_makes_databases_by_iam_alone_once_the_catalogue_is_closed(
    mesh: MeshWorld, settings: LakeSettings
) -> None:
    anybody = mesh.world.glue(mesh.world.role("anybody"))
    anybody.create_database(DatabaseInput={"Name": "before"})

    assert settings.close_catalogue() == (f"{EVERYBODY} held CREATE_DATABASE on the catalogue",)
    with refused("AccessDeniedException", "Create Database"):
        anybody.create_database(DatabaseInput={"Name": "after"})


def test_what_everybody_was_granted_by_hand_is_taken_back(mesh: MeshWorld) -> None:
    mesh.publish()
    mesh.run()
    for resource in (DATABASE, TABLE, EVERY_TABLE):
        mesh.lake.grant_permissions(
            Principal=principal(EVERYBODY), Resource=resource, Permissions=["ALL"]
        )

    mesh.run()

    listed = mesh.lake.list_permissions()["PrincipalResourcePermissions"]
    held = [e["Resource"] for e in listed if e["Principal"] == principal(EVERYBODY)]
    assert held == [{"Catalog": {"Id": GOVERNANCE}}]
    assert mesh.run().steps == ()


def tag(mesh: MeshWorld, resource: dict[str, Any], value: str) -> None:
    wanted = {"TagKey": "mesh-access", "TagValues": [value]}
    answer = mesh.lake.add_lf_tags_to_resource(Resource=resource, LFTags=[wanted])
    assert answer["Failures"] == []


def tags(mesh: MeshWorld, resource: dict[str, Any]) -> set[str]:
    """Every value that counts for a database, or for a table and its columns."""
    found = mesh.lake.get_resource_lf_tags(Resource=resource)
    columns = [entry for each in found.get("LFTagsOnColumns", ()) for entry in each["LFTags"]]
    entries = [*found.get("LFTagOnDatabase", ()), *found.get("LFTagsOnTable", ()), *columns]
    return {entry["TagValues"][0] for entry in entries if entry["TagKey"] == "mesh-access"}


@pytest.mark.parametrize("opened", [DATABASE, TABLE, COLUMN])
def test_what_was_opened_to_grants_by_tag_is_closed_again_and_then_left_alone(
    mesh: MeshWorld, opened: dict[str, Any]
) -> None:
    mesh.publish()
    mesh.run()
    tag(mesh, opened, "open")

    mesh.run()

    changes = Changes(mesh.lake)
    assert (tags(mesh, DATABASE), tags(mesh, TABLE)) == ({"closed"}, {"closed"})
    assert mesh.run().steps == ()
    assert changes.made == []


def test_a_tag_that_was_removed_comes_back(mesh: MeshWorld) -> None:
    for resource in (TABLE, DATABASE):
        closed = {"TagKey": "mesh-access", "TagValues": ["closed"]}
        mesh.lake.remove_lf_tags_from_resource(Resource=resource, LFTags=[closed])

    mesh.run()

    assert tags(mesh, TABLE) == {"closed"}


def test_a_grant_by_tag_that_comes_before_the_next_run_reaches_no_table(mesh: MeshWorld) -> None:
    mesh.publish()
    mesh.run()
    tag(mesh, DATABASE, "open")
    expression = [{"TagKey": "mesh-access", "TagValues": ["open"]}]
    policy = {"CatalogId": GOVERNANCE, "ResourceType": "TABLE", "Expression": expression}
    mesh.lake.grant_permissions(
        Principal=principal(ANALYST),
        Resource={"LFTagPolicy": policy},
        Permissions=["SELECT", "DESCRIBE"],
    )

    with refused("AccessDeniedException"):
        mesh.world.glue(ANALYST).get_table(
            CatalogId=GOVERNANCE, DatabaseName="loyalty", Name="passengers_v1"
        )


def test_a_tag_that_governance_does_not_have_is_told_and_stops_no_access(mesh: MeshWorld) -> None:
    mesh.publish()
    mesh.lake.delete_lf_tag(TagKey="mesh-access")

    run = mesh.run()

    assert ("loyalty-owner", "sub-owner-loyalty-1") in mesh.selects()
    assert "tag loyalty mesh-access=closed: Tag or tag value does not exist." in run.problems


def registrar(mesh: MeshWorld) -> Registrar:
    """A registrar that finds no database of the domain yet."""
    mesh.world.glue(PUBLISHER).delete_database(Name="loyalty")
    iam = mesh.world.client("iam", GOVERNANCE)
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    boundary = {"Version": "2012-10-17", "Statement": [statement]}
    iam.create_policy(PolicyName="mesh-location-boundary", PolicyDocument=json.dumps(boundary))
    return Registrar(
        names=NAMES,
        registry=mesh.registry,
        messages=mesh.messages,
        locations=DomainLocation(NAMES, iam, mesh.lake, mesh.world.glue(mesh.admin)),
        lake=LakeFormation(mesh.lake, GOVERNANCE),
        tags=LakeTags(mesh.lake, GOVERNANCE),
    )


def registration() -> Ticket:
    key = f"arn:aws:kms:eu-central-1:{PRODUCER}:key/0f"
    return Ticket(
        id="t1",
        kind="register-domain",
        account=PRODUCER,
        actor=f"arn:aws:iam::{PRODUCER}:role/mesh-registration",
        payload={"domain": "loyalty", "key_arn": key},
        expires=0,
    )


def test_a_domains_database_is_closed_when_it_registers_and_its_next_table_with_it(
    mesh: MeshWorld,
) -> None:
    registrar(mesh).work(registration())

    assert tags(mesh, DATABASE) == {"closed"}
    held = {"Columns": [{"Name": "tier", "Type": "string"}], "Location": "s3://elsewhere/p"}
    mesh.world.glue(PUBLISHER).create_table(
        DatabaseName="loyalty", TableInput={"Name": "passengers_v1", "StorageDescriptor": held}
    )
    assert tags(mesh, TABLE) == {"closed"}


def test_a_registration_without_the_tag_is_refused_and_says_what_to_do(mesh: MeshWorld) -> None:
    mesh.lake.delete_lf_tag(TagKey="mesh-access")

    with pytest.raises(
        MeshError, match=r"mesh-access=closed: Tag .*does not exist.*register again"
    ):
        registrar(mesh).work(registration())


def test_a_second_registration_changes_nothing(mesh: MeshWorld) -> None:
    work = registrar(mesh)
    work.work(registration())
    changes = Changes(mesh.lake)

    work.work(registration())

    assert changes.made == []
