"""A scratch database of the consumer, in which its analyst may make tables."""

from typing import Any

from tests.emulator.arrange import make_bucket
from tests.emulator.athena.world import RESULTS, SHARED, Warehouse
from tests.emulator.conftest import CONSUMER

SCRATCH = "planning_scratch"
SCRATCH_BUCKET = "airmesh-scratch-200000000005"
FREE = "free"
"""A work group that lets a query say where its table goes."""


def make_scratch(house: Warehouse) -> None:
    """Database, bucket and work group; the analyst may create tables, and write where it may."""
    make_bucket(house.make, CONSUMER, SCRATCH_BUCKET)
    house.glue(house.keeper).create_database(DatabaseInput={"Name": SCRATCH})
    allow_scratch(house, house.analyst)
    house.athena(CONSUMER).create_work_group(
        Name=FREE,
        Configuration={
            "EnforceWorkGroupConfiguration": False,
            "ResultConfiguration": {"OutputLocation": f"s3://{RESULTS}/free/"},
        },
    )


def allow_scratch(house: Warehouse, who: str) -> None:
    """Let somebody see the scratch database and make tables in it."""
    where = {"Database": {"CatalogId": CONSUMER, "Name": SCRATCH}}
    house.grant(who, where, "CREATE_TABLE", "DESCRIBE", by=house.keeper)


def link_to_planes(house: Warehouse, who: str) -> None:
    """Let somebody see the link to the planes."""
    link = {"CatalogId": CONSUMER, "DatabaseName": SHARED, "Name": "planes"}
    house.grant(who, {"Table": link}, "DESCRIBE", by=house.keeper)


def below(house: Warehouse, prefix: str) -> list[str]:
    """Keys of the scratch bucket below a prefix."""
    s3: Any = house.client("s3", CONSUMER)
    found = s3.list_objects_v2(Bucket=SCRATCH_BUCKET, Prefix=prefix)
    return [item["Key"] for item in found.get("Contents", [])]
