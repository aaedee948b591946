"""One embedded AWS for every story."""

from collections.abc import Iterator

import pytest

from tests.emulator.athena.conftest import house
from tests.emulator.athena.world import Warehouse
from tests.emulator.conftest import GOVERNANCE
from tests.emulator.differential.scene import PARTNER, READER
from tests.emulator.differential.stage import Stage, Versions, numbered
from tests.emulator.lakeformation.world import BUCKET

__all__ = ["house"]


@pytest.fixture(scope="module")
def stages(house: Warehouse) -> Iterator[Stage]:
    for principal in (READER, PARTNER):
        _, _, account, name = principal.replace(":role/", ":").rsplit(":", 3)
        house.role(name, account)
    _make_workgroup(house)
    return numbered(house, Versions.publish(house))


def _make_workgroup(house: Warehouse) -> None:
    """The same name beside the catalogue as in the consumer."""
    place = {"OutputLocation": f"s3://{BUCKET}/results/"}
    house.athena(GOVERNANCE).create_work_group(
        Name="planning", Configuration={"ResultConfiguration": place}
    )
