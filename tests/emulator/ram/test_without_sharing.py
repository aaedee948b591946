"""Accounts of one organisation that did not enable sharing invite each other too."""

import pytest

from emulator.accounts import Organisation, Seed, SeedError
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import Lake, refused, table
from tests.emulator.ram.test_invitations import accept, invitations, sees


@pytest.fixture
def seed() -> Seed:
    organisation = Organisation(
        id="o-airmesh0001",
        management_account="100000000000",
        members=frozenset({GOVERNANCE, CONSUMER}),
        shares_resources=False,
    )
    return Seed(organisation=organisation)


def test_a_colleague_is_invited(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "SELECT")
    with refused("AccessDeniedException"):
        sees(lake, lake.analyst)

    accept(lake, CONSUMER)

    assert sees(lake, lake.analyst)


def test_the_organisation_cannot_be_named(lake: Lake) -> None:
    arn = "arn:aws:organizations::100000000000:organization/o-airmesh0001"
    with refused("InvalidInputException", "Invalid principal"):
        lake.grant(arn, table(), "SELECT")

    lake.client("ram", "100000000000").enable_sharing_with_aws_organization()
    lake.grant(arn, table(), "SELECT")


def test_enabling_it_spares_the_next_ones_their_invitation(lake: Lake) -> None:
    lake.client("ram", "100000000000").enable_sharing_with_aws_organization()

    lake.grant(lake.analyst, table(), "SELECT")

    assert invitations(lake, CONSUMER) == []
    assert sees(lake, lake.analyst)


@pytest.mark.parametrize(("said", "shares"), [({}, True), ({"shares_resources": False}, False)])
def test_the_seed_says_whether_sharing_was_enabled(said: dict[str, bool], *, shares: bool) -> None:
    entry = {"id": "o-airmesh0001", "management_account": "100000000000", **said}

    found = Seed.from_json({"organisation": entry}, where="seed")

    assert found.organisation.shares_resources is shares


def test_the_seed_takes_no_word_for_yes() -> None:
    entry = {"id": "o-airmesh0001", "management_account": "1" * 12, "shares_resources": "no"}

    with pytest.raises(SeedError, match="shares_resources is true or false"):
        Seed.from_json({"organisation": entry}, where="seed")
