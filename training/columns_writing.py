"""The many ways in which files write one value."""

import random
import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from training.columns_values import Pools
from training.columns_words import (
    COMMON,
    DATES,
    ENDINGS,
    GROUNDS,
    RANKS,
    ROLES,
    STREETS,
    SUFFIXES,
    TITLES,
    TREES,
    UNITS,
)


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
    first, last = _pair(pools, rng)
    other = rng.choice(pools.given)
    ways: tuple[Callable[[], str], ...] = (
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
    )
    return rng.choice(ways)()


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
    if rng.random() < 0.7:  # noqa: PLR2004
        return rng.choice(pools.organisations)
    begin = rng.choice((pools.surnames, pools.places, pools.places, pools.phrases))
    name = " ".join(rng.choice(begin).split()[:3]).title()
    if rng.random() < 0.15:  # noqa: PLR2004
        return f"University of {name}"
    return f"{name} {rng.choice(ENDINGS)}"


def _place(pools: Pools, rng: random.Random) -> str:
    share = rng.random()
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


def _text(pools: Pools, rng: random.Random) -> str:
    if rng.random() < 0.15:  # noqa: PLR2004
        common = rng.choice(COMMON)
        return rng.choice((common, common.title(), common.title(), common.capitalize()))
    share = rng.random()
    if share < 0.45:  # noqa: PLR2004
        phrase = rng.choice(pools.phrases)
        return rng.choice((phrase, phrase, phrase.title(), phrase.capitalize()))
    if share < 0.6:  # noqa: PLR2004
        return rng.choice(pools.sentences)
    if share < 0.72:  # noqa: PLR2004
        words = [rng.choice(pools.phrases).split()[0].lower() for _ in range(rng.randint(1, 3))]
        return rng.choice((" ", "_", "-", ", ", " & ", " / ", "|")).join(
            words if rng.random() < 0.5 else [word.title() for word in words]  # noqa: PLR2004
        )
    return _sign(pools, rng)


def _sign(pools: Pools, rng: random.Random) -> str:
    """Codes, numbers, dates, addresses of the web, and names of things with a number."""
    letters = "".join(rng.choices(string.ascii_uppercase, k=rng.randint(1, 6)))
    number = rng.randint(0, 10 ** rng.randint(1, 8))
    phrase = rng.choice(pools.phrases)
    word = "".join(phrase.split()[0].lower())
    when = datetime(1900, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randint(0, 65_000_000))
    day = f"{rng.randint(1, 12):02}", f"{rng.randint(1, 28):02}", str(rng.randint(1930, 2025))
    return rng.choice(
        (
            letters, f"{letters}-{number}", f"{letters}{number}", str(number), f"{number / 100}",
            f"{number} {rng.choice(UNITS)}", f"{phrase} {number % 100}", f"{phrase} ({letters})",
            f"https://www.{word}.com/{word}/{number}", f"{word}_{number}.png", f"{word}.{word}",
            "-".join(reversed(day)), "/".join(day), f"{day[2]}-{day[0]}-{day[1]}T10:00:00Z",
            f"{number:x}" * 3, f"{number % 24:02}:{number % 60:02}", f"{phrase}: {letters}",
            f"{word}@{word}.com", f"+{number}", f"${number:,}", f"{number % 100}-{number % 1000}",
            when.strftime(rng.choice(DATES)), when.strftime(rng.choice(DATES)),
            f"{word.title()}: {when.strftime(rng.choice(DATES))}", when.strftime("%B %d, %Y"),
            ", ".join(str(rng.randint(1, 999)) for _ in range(rng.randint(2, 8))),
            f"{number % 180}.{number:05}, {number % 90}.{number:05}",
            f"{letters[:4]} {number % 100}",
            ";".join(f"{letters[:2]}{rng.randint(1, 99)}" for _ in range(rng.randint(1, 4))),
            letters[:3], letters[:2], letters[:2].lower(), f"{number} {word} {rng.choice(COMMON)}",
            f"{letters} {word} {number % 100} {rng.choice(UNITS)}", f"v{number % 10}.{number % 7}",
        )
    )  # fmt: skip


_WAYS: dict[str, Callable[[Pools, random.Random], str]] = {
    "full name": _full,
    "given name": _given,
    "surname": _surname,
    "organisation": _organisation,
    "place": _place,
    "address": _address,
    "handle": _handle,
    "text": _text,
}
