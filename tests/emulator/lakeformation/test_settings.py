"""Settings are replaced as a whole, and only by an administrator once there is one."""

import pytest

from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import MISSING_RIGHT, World, principal, refused


def test_a_new_account_leaves_everything_to_iam(world: World) -> None:
    settings = world.lf(CONSUMER).get_data_lake_settings()["DataLakeSettings"]

    everyone = {"Principal": principal("IAM_ALLOWED_PRINCIPALS"), "Permissions": ["ALL"]}
    assert settings["DataLakeAdmins"] == []
    assert settings["CreateDatabaseDefaultPermissions"] == [everyone]
    assert settings["CreateTableDefaultPermissions"] == [everyone]
    assert settings["Parameters"] == {"CROSS_ACCOUNT_VERSION": "1"}


def test_a_put_replaces_what_it_does_not_mention(world: World) -> None:
    admin = world.role("admin")
    world.put_settings(GOVERNANCE, admin, ReadOnlyAdmins=[principal(admin)])

    world.lf(admin).put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [principal(admin)]})

    settings = world.lf(admin).get_data_lake_settings()["DataLakeSettings"]
    assert settings["ReadOnlyAdmins"] == []
    assert settings["Parameters"] == {"CROSS_ACCOUNT_VERSION": "1"}


def test_once_there_is_an_administrator_nobody_else_puts_settings(world: World) -> None:
    admin, other = world.role("admin"), world.role("other")
    world.put_settings(GOVERNANCE, admin)

    for who in (other, GOVERNANCE):
        with refused("AccessDeniedException", MISSING_RIGHT):
            world.put_settings(who, other)


def test_an_administrator_hands_over(world: World) -> None:
    first, second = world.role("first"), world.role("second")
    world.put_settings(GOVERNANCE, first)

    world.put_settings(first, second)

    with refused("AccessDeniedException"):
        world.put_settings(first, first)


def test_another_accounts_settings_are_out_of_reach(world: World) -> None:
    with refused("AccessDeniedException"):
        world.lf(CONSUMER).get_data_lake_settings(CatalogId=GOVERNANCE)
    with refused("AccessDeniedException"):
        world.lf(CONSUMER).put_data_lake_settings(CatalogId=GOVERNANCE, DataLakeSettings={})


def test_an_administrator_that_no_longer_exists_stops_every_put(world: World) -> None:
    admin, dead = world.role("admin"), world.role("dead")
    world.put_settings(GOVERNANCE, admin, dead)
    iam = world.client("iam", GOVERNANCE)
    iam.delete_role_policy(RoleName="dead", PolicyName="all")
    iam.delete_role(RoleName="dead")

    with refused("InvalidInputException", f"Invalid principal, arn: {dead}"):
        world.put_settings(admin, admin, dead)


def test_a_role_is_known_by_its_path(world: World) -> None:
    admin = world.role("admin")

    with refused("InvalidInputException", "Invalid principal"):
        world.put_settings(GOVERNANCE, admin.replace("role/admin", "role/path/admin"))


def test_there_are_at_most_thirty_administrators(world: World) -> None:
    with refused("InvalidInputException", "At most 30"):
        world.put_settings(GOVERNANCE, *(f"arn:aws:iam::1:role/r{n}" for n in range(31)))


@pytest.mark.parametrize(
    "parameters", [{"CROSS_ACCOUNT_VERSION": "6"}, {"CROSS_ACOUNT_VERSION": "4"}]
)
def test_an_unknown_parameter_or_value_is_refused(world: World, parameters: dict[str, str]) -> None:
    with refused("InvalidInputException"):
        world.put_settings(GOVERNANCE, Parameters=parameters)
