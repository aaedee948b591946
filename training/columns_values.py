"""Values of columns by what they are: names, places, addresses and other text of many countries."""

import csv
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from mesh.pii.model.columns import KINDS

SOURCES = (
    "popular-names-by-country-dataset", "names", "corpora", "world-cities",
    "s-and-p-500-companies", "wikipedia-movie-data", "text", "ner/litbank",
)  # fmt: skip
_PER_LOCALE = 400
# Faker draws days up to now, of which some fall into another month an hour later; days up to
# another moment than this give other weights than those that ship.
_LATEST = datetime(2026, 11, 22, 2, 16, tzinfo=UTC)
_NAMES_OF_PEOPLE = ("authors", "scientists", "britishActors", "celebrities", "richpeople")
_ORGANISATIONS = ("corporations", "sports")
_PLACES = ("geography",)
# Of the whole decades.
_FILMS = "movies-[!2]*0s.json", "movies-20[01]0s.json"
# Signs stand alone in the books.
_NO_SPACE = re.compile(r" (?=[.,!?;:)\u201d])|(?<=[(\u201c]) ")
_SKIPPED = ("humans", "mythology", "archetypes", "religion")
_FOREIGN = Path(__file__).with_name("columns_foreign.txt")
_PHRASES_PER_LANGUAGE = 300
# Of what names nobody, so much is in other than Latin letters, as of names of people.
_OTHERWISE_WRITTEN = 0.15
_OTHER_WRITING = re.compile(r"[^\W\d_\u0000-\u024f]")
_WITHOUT_SPACES = r"[\u0e00-\u0e7f\u3040-\u9fff]"


@dataclass
class Pools:
    """Values as they are found, by kind, before they are written in many ways."""

    given: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    local: list[tuple[str, str]] = field(default_factory=list)
    full: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    regions: list[tuple[str, str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def read(data: Path, rng: random.Random) -> Pools:
    """Everything that the sources hold.

    Raises:
        FileNotFoundError: if a source is not below the folder; ``SOURCES`` names them.
    """
    missing = [name for name in SOURCES if not (data / name).is_dir()]
    if missing:
        raise FileNotFoundError(f"{data} lacks {', '.join(missing)}; see docs/models/columns.md")
    pools = Pools()
    _read_names(data, pools)
    _read_places(data, pools)
    _read_films(data, pools)
    _read_books(data / "ner" / "litbank", pools, rng)
    _read_corpora(data, pools)
    _read_marked(data / "text", pools)
    _read_faker(pools)
    _read_foreign(pools, rng)
    for pool in (pools.given, pools.surnames, pools.full, pools.places, pools.phrases):
        pool[:] = [value for value in pool if value.strip()]
    pools.local[:] = [pair for pair in pools.local if all(map(str.strip, pair))]
    return pools


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _read_names(data: Path, pools: Pools) -> None:
    popular = data / "popular-names-by-country-dataset"
    by_country: dict[str, tuple[list[str], list[str]]] = {}
    for place, name in enumerate(("forenames", "surnames")):
        for row in _rows(popular / f"common-{name}-by-country.csv"):
            for column in ("Localized Name", "Romanized Name"):
                by_country.setdefault(row["Country"], ([], []))[place].append(row[column])
    for given, surnames in by_country.values():
        pools.given += [name for name in given if name]
        pools.surnames += [name for name in surnames if name]
        if given and surnames:
            pools.local += list(
                zip(given * 3, surnames * (1 + len(given) * 3 // len(surnames)), strict=False)
            )
    counted = data / "names" / "names"
    for file, pool, most in (
        ("dist.male.first", pools.given, 1_219),
        ("dist.female.first", pools.given, 4_275),
        ("dist.all.last", pools.surnames, 20_000),
    ):
        lines = (counted / file).read_text(encoding="ascii").splitlines()[:most]
        pool += [line.split()[0].title() for line in lines]


def _read_places(data: Path, pools: Pools) -> None:
    for row in _rows(data / "world-cities" / "data" / "world-cities.csv"):
        pools.regions.append((row["name"], row["subcountry"], row["country"]))
        pools.places.append(row["name"])
    pools.places += sorted({part for _, *parts in pools.regions for part in parts if part}) * 2
    for row in _rows(data / "s-and-p-500-companies" / "data" / "constituents.csv"):
        pools.organisations.append(row["Security"])
        pools.phrases += [row["GICS Sector"], row["GICS Sub-Industry"]]


def _read_films(data: Path, pools: Pools) -> None:
    films: list[dict[str, Any]] = []
    folder = data / "wikipedia-movie-data"
    for file in sorted(one for years in _FILMS for one in folder.glob(years)):
        films += json.loads(file.read_text(encoding="utf-8"))
    # Who played and what it is called are facts; the texts are of Wikipedia, and are not read.
    pools.full += sorted({name for film in films for name in film["cast"]})
    pools.phrases += [film["title"] for film in films]


def _read_books(folder: Path, pools: Pools, rng: random.Random) -> None:
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            pools.sentences.append(_NO_SPACE.sub("", line))
            pools.phrases += _lower_runs(line, rng)


def _lower_runs(text: str, rng: random.Random) -> list[str]:
    """A few runs of one to four words without a capital."""
    runs = re.findall(r"(?<![A-Za-z] )\b[a-z]{3,}(?: [a-z]{2,}){0,3}\b", text)
    return rng.sample(runs, min(3, len(runs)))


def _strings(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, list):
        for one in held:
            yield from _strings(one)
    elif isinstance(held, dict):
        for key, one in held.items():
            if key not in {"description", "source", "sources", "url", "note"}:
                yield from _strings(one)


def _read_corpora(data: Path, pools: Pools) -> None:
    for file in sorted((data / "corpora" / "data").rglob("*.json")):
        group = file.relative_to(data / "corpora" / "data").parts[0]
        found = [one for one in _strings(json.loads(file.read_text(encoding="utf-8"))) if one]
        if file.stem in _NAMES_OF_PEOPLE:
            pools.full += found
        elif group in _PLACES:
            pools.places += [one for one in found if not re.search(r"\d", one)]
        elif group in _ORGANISATIONS:
            pools.organisations += found
        elif file.stem in {"occupations", "obsolete-occupations", "moods", "bodyParts"} or (
            group not in _SKIPPED and "names" not in file.stem.lower()
        ):
            (pools.phrases).extend(found[:1_500])


def _read_marked(text: Path, pools: Pools) -> None:
    for file, pool, label in (
        ("person_labeled.xml", pools.full, ""),
        ("company_labeled.xml", pools.organisations, ""),
        ("usaddress_labeled.xml", pools.addresses, ""),
    ):
        for one in ET.parse(text / file).getroot():  # noqa: S314 - a file of our own choice
            words = " ".join("".join(one.itertext()).split()).strip(" ,")
            if words and not label:
                pool.append(words)


def of_locale(locale: str) -> Faker:
    """Faker in one locale, with the same draws whenever it is asked."""
    fake = Faker(locale, use_weighting=locale == "es_CL")
    fake.seed_instance(7)
    days: Any = fake.factories[0].provider("faker.providers.date_time")
    until = days.unix_time
    days.unix_time = lambda **_: until(end_datetime=_LATEST)
    return fake


def _read_faker(pools: Pools) -> None:
    for locale in AVAILABLE_LOCALES:
        fake = of_locale(locale)
        for _ in range(_PER_LOCALE):
            pools.local.append((fake.first_name(), fake.last_name()))
        many = range(_PER_LOCALE // 4)
        pools.full += [fake.name() for _ in many]
        pools.organisations += _made(fake, "company", many)
        for place in ("city", "city_name", "state", "region", "province", "district", "country"):
            pools.places += _made(fake, place, many)
        pools.addresses += _made(fake, "street_address", range(_PER_LOCALE))
        pools.addresses += [" ".join(one.split("\n")) for one in _made(fake, "address", many)]
        pools.addresses += [one.replace("\n", ", ") for one in _made(fake, "address", many)]
        pools.addresses += _made(fake, "street_name", many)
        for word in ("job", "month_name", "word", "color_name"):
            pools.phrases += _made(fake, word, many)
        pools.sentences += _made(fake, "sentence", range(40))


def _read_foreign(pools: Pools, rng: random.Random) -> None:
    """Phrases of words in other than Latin letters, and as many other values of such as there are.

    Names of people are in such letters far more often, so that the letters alone would tell them.
    """
    for line in _FOREIGN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            words, between = line.split(), "" if re.match(_WITHOUT_SPACES, line) else " "
            made = [
                between.join(rng.sample(words, rng.randint(1, 4)))
                for _ in range(_PHRASES_PER_LANGUAGE)
            ]
            pools.phrases += made
            pools.organisations += made[::3]
    for pool in (pools.organisations, pools.places, pools.phrases, pools.sentences):
        others = [one for one in pool if _OTHER_WRITING.search(one)]
        lacking = round(len(pool) * _OTHERWISE_WRITTEN) - len(others)
        if others and lacking > 0:
            pool.extend(rng.choices(others, k=lacking))


def _made(fake: Faker, kind: str, many: Iterable[int]) -> list[str]:
    make: Callable[[], str] | None = getattr(fake, kind, None)
    return [make() for _ in many] if make else []


def labelled(pools: Pools, rng: random.Random, each: int) -> Iterator[tuple[str, int]]:
    """So many values of each of ``KINDS``, written in many ways."""
    from training.columns_writing import written  # noqa: PLC0415 - it knows the pools

    for place, kind in enumerate(KINDS):
        for _ in range(each):
            yield written(pools, kind, rng), place
