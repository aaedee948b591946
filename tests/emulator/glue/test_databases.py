"""A catalogue shows what may be seen, changes by right, and keeps names in lower case."""

from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    Lake,
    World,
    database,
    principal,
    refused,
    table,
)


def names(lake: World, who: str, **asked: str) -> list[str]:
    return [d["Name"] for d in lake.glue(who).get_databases(**asked)["DatabaseList"]]


def test_in_a_new_account_iam_decides(world: World) -> None:
    creator, reader = world.role("creator"), world.role("reader")
    world.glue(creator).create_database(DatabaseInput={"Name": "Mixed"})

    found = world.glue(reader).get_database(Name="MIXED")["Database"]

    assert (found["Name"], found["CatalogId"]) == ("mixed", GOVERNANCE)
    with refused("EntityNotFoundException", "Database nothing not found"):
        world.glue(reader).get_database(Name="nothing")
    with refused("AccessDeniedException", "not authorized to perform: glue:GetDatabase"):
        world.glue(world.role("poor", allow="s3:*")).get_database(Name="mixed")


def test_default_permissions_are_written_at_creation(world: World) -> None:
    admin, creator = world.role("admin"), world.role("creator")
    everyone = {"Principal": principal("IAM_ALLOWED_PRINCIPALS"), "Permissions": ["ALL"]}
    world.put_settings(GOVERNANCE, admin, CreateDatabaseDefaultPermissions=[everyone])

    world.glue(creator).create_database(DatabaseInput={"Name": "fleet"})

    listed = world.lf(admin).list_permissions(Resource=database())["PrincipalResourcePermissions"]
    held = {e["Principal"]["DataLakePrincipalIdentifier"]: e for e in listed}
    assert held["IAM_ALLOWED_PRINCIPALS"]["Permissions"] == ["ALL"]
    assert held[creator]["PermissionsWithGrantOption"] == ["ALL"]
    found = world.glue(creator).get_database(Name="fleet")["Database"]
    assert found["CreateTableDefaultPermissions"] == []


def test_creating_a_database_needs_the_right_once_iam_no_longer_decides(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.revoke("IAM_ALLOWED_PRINCIPALS", {"Catalog": {}}, "CREATE_DATABASE")
    with refused("AccessDeniedException", "Required Create Database on Catalog"):
        lake.glue(engineer).create_database(DatabaseInput={"Name": "mine"})

    lake.grant(engineer, {"Catalog": {}}, "CREATE_DATABASE")

    lake.glue(engineer).create_database(DatabaseInput={"Name": "mine"})


def test_a_database_in_a_registered_location_needs_access_to_it(lake: Lake) -> None:
    engineer = lake.role("engineer")
    wanted = {"Name": "mine", "LocationUri": f"s3://{BUCKET}/fleet/mine"}
    with refused("AccessDeniedException", "Insufficient Lake Formation permission(s) on s3://"):
        lake.glue(engineer).create_database(DatabaseInput=wanted)

    location = {"DataLocation": {"CatalogId": GOVERNANCE, "ResourceArn": LOCATION}}
    lake.grant(engineer, location, "DATA_LOCATION_ACCESS")

    lake.glue(engineer).create_database(DatabaseInput=wanted)


def test_who_sees_nothing_is_refused_the_same_whether_it_exists_or_not(lake: Lake) -> None:
    for name in ("fleet", "nothing"):
        with refused("AccessDeniedException", f"Required Describe on {name}"):
            lake.glue(lake.analyst).get_database(CatalogId=GOVERNANCE, Name=name)


def test_only_granted_databases_are_listed_and_others_accounts_on_request(lake: Lake) -> None:
    lake.glue(lake.admin).create_database(DatabaseInput={"Name": "other"})
    lake.glue(CONSUMER).create_database(DatabaseInput={"Name": "local"})
    lake.grant(lake.analyst, database(), "DESCRIBE")

    assert names(lake, lake.analyst) == ["local"]
    assert names(lake, lake.analyst, CatalogId=GOVERNANCE) == ["fleet"]
    assert names(lake, lake.analyst, ResourceShareType="ALL") == ["local", "fleet"]
    assert names(lake, lake.analyst, ResourceShareType="FOREIGN") == ["fleet"]


def test_changing_and_dropping_need_their_rights(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, database(), "DESCRIBE")
    glue = lake.glue(engineer)
    changed = {"Name": "fleet", "Description": "ours"}
    with refused("AccessDeniedException", "Required Alter on fleet"):
        glue.update_database(Name="fleet", DatabaseInput=changed)
    with refused("AccessDeniedException", "Required Drop on fleet"):
        glue.delete_database(Name="fleet")

    lake.grant(engineer, database(), "ALTER", "DROP")
    glue.update_database(Name="Fleet", DatabaseInput=changed)
    description = glue.get_database(Name="fleet")["Database"]["Description"]
    glue.delete_database(Name="Fleet")

    assert description == "ours"
    assert names(lake, lake.admin) == []


def test_a_database_that_was_dropped_and_made_again_starts_without_grants(lake: Lake) -> None:
    lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.grant(lake.analyst, table(), "SELECT")
    glue = lake.glue(lake.admin)

    glue.delete_database(Name="fleet")
    glue.create_database(DatabaseInput={"Name": "fleet"})
    lake.create_table()

    listed = lake.lf(lake.admin).list_permissions(Principal=principal(lake.analyst))
    assert listed["PrincipalResourcePermissions"] == []


def test_a_link_shows_its_target_to_who_sees_both(lake: Lake) -> None:
    target = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet"}
    lake.glue(lake.admin).update_database(
        Name="fleet", DatabaseInput={"Name": "fleet", "Description": "ours"}
    )
    glue = lake.glue(CONSUMER)
    glue.create_database(DatabaseInput={"Name": "linked", "TargetDatabase": target})
    analyst = lake.glue(lake.analyst)
    before = analyst.get_database(Name="linked")["Database"]

    lake.grant(lake.analyst, database(), "DESCRIBE")
    after = analyst.get_database(Name="linked")["Database"]

    assert "Description" not in before
    assert (after["Name"], after["Description"]) == ("linked", "ours")
    assert after["CatalogId"] == CONSUMER
    assert after["TargetDatabase"] == target
    glue.delete_database(Name="linked")
    assert names(lake, lake.admin) == ["fleet"]
