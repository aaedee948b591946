"""The many ways in which files write one value."""

import random
from collections.abc import Callable

from training.columns_texts import text
from training.columns_values import Pools
from training.columns_words import (
    BEGINNINGS,
    ENDINGS,
    GROUNDS,
    PARTICLES,
    PARTIES,
    RANKS,
    ROLES,
    STREETS,
    SUFFIXES,
    TITLES,
    TREES,
)

_BETWEEN = ("|", " | ", "; ", ";", ", ", " and ", " / ")


def written(pools: Pools, kind: str, rng: random.Random) -> str:
    """One value of a kind, in one of the ways in which files write it."""
    value = _WAYS[kind](pools, rng)
    share = rng.random()
    if kind != "handle" and share < 0.3:  # noqa: PLR2004 - near a third is in one case
        return value.upper() if share < 0.18 else value.lower()  # noqa: PLR2004
    return value


def _pair(pools: Pools, rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.6:  # noqa: PLR2004
        return rng.choice(pools.local)
    return rng.choice(pools.given), rng.choice(pools.surnames)


def _full(pools: Pools, rng: random.Random) -> str:
    if rng.random() < 0.35:  # noqa: PLR2004
        return _turned(rng.choice(pools.full), rng)
    if rng.random() < 0.1:  # noqa: PLR2004
        return _together(pools, rng)
    first, last = _pair(pools, rng)
    if rng.random() < 0.05:  # noqa: PLR2004
        last = f"{rng.choice(PARTICLES)} {last}"
    return rng.choice(_ways(first, last, pools, rng))()


def _ways(first: str, last: str, pools: Pools, rng: random.Random) -> tuple[Callable[[], str], ...]:
    """How a name is written; what more a way needs is drawn when it is taken."""
    other = rng.choice(pools.given)
    return (
        lambda: f"{first} {last}",
        lambda: f"{first} {last}",
        lambda: f"{first} {last}",
        lambda: f"{last}, {first}",
        lambda: f"{last}, {first} {other[0]}.",
        lambda: f"{last}, {first} {other}",
        lambda: f"{first} {other[0]}. {last}",
        lambda: f"{first} {other} {last}",
        lambda: f"{first[0]}. {last}",
        lambda: f"{first[0]} {last}",
        lambda: f"{last} {first[0]}.",
        lambda: f"{last} {first}",
        lambda: f"{first[0]}.{other[0]}. {last}",
        lambda: f"{rng.choice(TITLES)} {first} {last}",
        lambda: f"{first} {last} {rng.choice(SUFFIXES)}",
        lambda: f"{first} {last}-{rng.choice(pools.surnames)}",
        lambda: f"{first} & {other} {last}",
        lambda: f"{last}, {rng.choice(TITLES)} {first}",
        lambda: f"{first} {last}, {other} {rng.choice(pools.surnames)}",
        lambda: f"{rng.choice(ROLES)} {last}, {first}",
        lambda: f"{last}, {first}|{rng.choice(pools.surnames)}, {other}",
        lambda: f"{first} {other[0]} {last}",
        lambda: f"{rng.choice(TITLES)} {last}",
        lambda: f"{rng.choice(RANKS)} {first} {last}",
        lambda: f'{first} "{other}" {last}',
        lambda: f"{first} {rng.choice(SUFFIXES)}",
        lambda: f"{first[0]}.{last}",
        lambda: f"{last} {first[0]}{other[0]}",
        lambda: f"{first} {last} ({rng.choice(PARTIES)})",
        lambda: f"{first} {last} ({rng.choice(pools.places)})",
        lambda: f"{rng.choice(RANKS)} {first} {last} {rng.choice(SUFFIXES)}",
    )


def _together(pools: Pools, rng: random.Random) -> str:
    """Several people in one cell, and names whose parts are joined without a space."""
    first, last = _pair(pools, rng)
    if rng.random() < 0.4:  # noqa: PLR2004
        return rng.choice(
            (f"{last},{first}", f"{last},{first} {first[0]}.", f"{last}/{first}", f"{last};{first}")
        )
    between = rng.choice(_BETWEEN)
    people = [_pair(pools, rng) for _ in range(rng.randint(2, 4))]
    if ", " not in between and rng.random() < 0.4:  # noqa: PLR2004
        return between.join(f"{last}, {first}" for first, last in people)
    return between.join(f"{first} {last}" for first, last in people)


def _turned(name: str, rng: random.Random) -> str:
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first and rng.random() < 0.2 else name  # noqa: PLR2004


def _given(pools: Pools, rng: random.Random) -> str:
    first, _ = _pair(pools, rng)
    share = rng.random()
    if share < 0.1:  # noqa: PLR2004
        return f"{first} {rng.choice(pools.given)[0]}."
    return f"{first} {rng.choice(pools.given)}" if share < 0.15 else first  # noqa: PLR2004


def _surname(pools: Pools, rng: random.Random) -> str:
    _, last = _pair(pools, rng)
    share = rng.random()
    if share < 0.06:  # noqa: PLR2004
        return f"{last}{rng.choice('- ')}{_pair(pools, rng)[1]}"
    return f"{last} {rng.choice(SUFFIXES)}" if share < 0.08 else last  # noqa: PLR2004


def _organisation(pools: Pools, rng: random.Random) -> str:
    if rng.random() < 0.06:  # noqa: PLR2004
        return rng.choice(_BETWEEN).join(rng.choices(pools.organisations, k=rng.randint(2, 3)))
    if rng.random() < 0.7:  # noqa: PLR2004
        return rng.choice(pools.organisations)
    begin = rng.choice((pools.surnames, pools.places, pools.places, pools.phrases))
    name = " ".join(rng.choice(begin).split()[:3]).title()
    if rng.random() < 0.25:  # noqa: PLR2004
        return f"{rng.choice(BEGINNINGS)} {name}"
    return f"{name} {rng.choice(ENDINGS)}"


def _place(pools: Pools, rng: random.Random) -> str:
    share = rng.random()
    if share < 0.05:  # noqa: PLR2004
        return rng.choice(_BETWEEN).join(rng.choices(pools.places, k=rng.randint(2, 3)))
    if share < 0.6:  # noqa: PLR2004
        return rng.choice(pools.places)
    city, region, country = rng.choice(pools.regions)
    if share < 0.8:  # noqa: PLR2004
        return rng.choice((f"{city}, {region}", f"{city}, {country}", f"{city} {country}"))
    return f"{city} {rng.choice(GROUNDS)}"


def _address(pools: Pools, rng: random.Random) -> str:
    if rng.random() < 0.65:  # noqa: PLR2004
        return rng.choice(pools.addresses)
    begin = rng.choice((pools.surnames, pools.places, TREES, TREES))
    street = f"{rng.choice(begin)} {rng.choice(STREETS)}".title()
    other = f"{rng.choice(pools.surnames)} {rng.choice(STREETS)}"
    number = rng.randint(1, 9999)
    return rng.choice(
        (
            f"{number} {street}",
            f"{number} {street}",
            f"{number} {street}",
            f"{street} {number}",
            f"{number} {rng.choice(TREES)}",
            street,
            f"{street} & {other}",
            f"P.O. Box {number}",
            f"{number} block of {street}",
            f"{number} {street}, Suite {number % 100}",
            f"{number} {street}, {', '.join(rng.choice(pools.regions)[:2])}",
            f"{street}, {', '.join(rng.choice(pools.regions)[:2])}",
            f"{number} {rng.choice('NSEW')}. {street}",
        )
    )


def _handle(pools: Pools, rng: random.Random) -> str:
    first, last = _pair(pools, rng)
    word = rng.choice(pools.phrases).split()[0].lower()
    number = str(rng.choice((rng.randint(0, 99), rng.randint(1950, 2015), rng.randint(0, 9999))))
    ways = (
        f"{first[0]}{last}", f"{first}.{last}", f"{first}_{last}", f"{first}{number}",
        f"{last}{first[0]}{number}", f"{word}{number}", f"{word}_{last}", f"the{word}",
        f"{first}{last}", f"@{first}{word}", f"{word}{rng.choice(pools.phrases).split()[0]}",
        f"{first[:3]}{last[:4]}{number}", f"x{word}x", f"{word}-{first}",
    )  # fmt: skip
    made = "".join(rng.choice(ways).split())
    return made.lower() if rng.random() < 0.75 else made  # noqa: PLR2004


_WAYS: dict[str, Callable[[Pools, random.Random], str]] = {
    "full name": _full,
    "given name": _given,
    "surname": _surname,
    "organisation": _organisation,
    "place": _place,
    "address": _address,
    "handle": _handle,
    "text": text,
}
