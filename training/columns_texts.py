"""Values that name nobody: phrases, sentences, codes, numbers, dates, amounts of things."""

import random
import string
from base64 import b64encode
from datetime import UTC, datetime, timedelta

from training.columns_values import Pools
from training.columns_words import COMMON, DATES, MEASURES, PARTS, RANKS, UNITS


def text(pools: Pools, rng: random.Random) -> str:
    """One value that is neither a name nor an address."""
    if rng.random() < 0.15:  # noqa: PLR2004
        common = rng.choice(COMMON)
        return rng.choice((common, common.title(), common.title(), common.capitalize()))
    share = rng.random()
    if share < 0.45:  # noqa: PLR2004
        phrase = rng.choice(pools.phrases)
        return rng.choice((phrase, phrase, phrase.title(), phrase.capitalize()))
    if share < 0.6:  # noqa: PLR2004
        return rng.choice(pools.sentences)
    return _parts(pools, rng, share)


def _parts(pools: Pools, rng: random.Random, share: float) -> str:
    """Amounts, lists of phrases or words, and signs, the further the share is beyond 0.6."""
    if share < 0.66:  # noqa: PLR2004
        return _counted(pools, rng)
    if share < 0.69:  # noqa: PLR2004
        return _cited(pools, rng)
    if share < 0.71:  # noqa: PLR2004
        phrases = [phrase.title() for phrase in rng.choices(pools.phrases, k=rng.randint(2, 5))]
        return rng.choice((", ", ", ", "; ", " | ", " and ", "|")).join(phrases)
    if share < 0.78:  # noqa: PLR2004
        words = [rng.choice(pools.phrases).split()[0].lower() for _ in range(rng.randint(1, 4))]
        return rng.choice((" ", "_", "-", ", ", " & ", " / ", "|", ",", ",", ";", "/")).join(
            words if rng.random() < 0.5 else [word.title() for word in words]  # noqa: PLR2004
        )
    return _sign(pools, rng)


def _counted(pools: Pools, rng: random.Random) -> str:
    """Amounts of things, volumes and issues, sections of laws, digests: words beside numbers."""
    words = [rng.choice(pools.phrases).split()[0] for _ in range(3)]
    phrase, number, other = rng.choice(pools.phrases), rng.randint(1, 99), rng.randint(1, 2030)
    unit, measure = rng.choice(UNITS[:8]), rng.choice(MEASURES)
    part, piece = rng.sample(PARTS, 2)
    digest = rng.randbytes(16)
    return rng.choice(
        (
            f"{part} {number}, {piece} {number % 20}", f"{part} {other}", f"{part[:3]}. {number}",
            f"{part} {number} ({other})", f"{words[0].title()} {other}, {part.lower()} {number}",
            f"{words[0].title()}, {part} {number}, {piece} {number % 13}, pp. {other}-{other + 9}",
            f"{number} {measure} {words[0].lower()}, {number % 7} {measure} {words[1].lower()}",
            f"{number} {measure} {words[0].lower()} {words[1].lower()}", f"{number} {measure}",
            f"{phrase.title()} {number}{unit} {other % 100}%, {words[0]} {number % 9}{unit}",
            f"{words[0].title()}: {number} {measure}, {words[1].title()}: {other % 60} {measure}",
            f"{number} x {other % 90} {unit} {words[0].lower()}", f"{words[0]} No. {number}",
            digest.hex(), digest.hex().upper(), b64encode(digest).decode(), digest[:12].hex(),
        )
    )  # fmt: skip


def _cited(pools: Pools, rng: random.Random) -> str:
    """Rulings, lists of goods, rooms, seasons, parts of buildings, names in programs."""
    words = [rng.choice(pools.phrases).split()[0] for _ in range(3)]
    one, two, three = (word.title() for word in words)
    letters = "".join(rng.choices(string.ascii_uppercase, k=3))
    number, other, year = rng.randint(1, 999), rng.randint(1, 99), rng.randint(1950, 2025)
    part, piece = rng.sample(PARTS, 2)
    return rng.choice(
        (
            f"{number} {one[:3]}. {other}", f"{number} {letters[0]}.{letters[1]}.2d {other}",
            " ".join(f"{other + place}-{letters[:2]}{number:03}" for place in range(3)),
            f"x{other} xr xr{other % 9} xr{other % 20}", f"{one} {part}, {other % 9} {two} {three}",
            f"{one} {part}, {other % 9} {two} {three} ({words[0]} {words[1]})", f"{one} {year}",
            f"{one} {two} {year}/{year % 100:02}", f"{one} {two} - {three}",
            f"{letters} {number:05}",
            f"{one} Building, {two} Floor, {part} {other}", f"{other % 9} {one} {piece}s",
            f"{words[0]}{two}{three}", f"{one}{two}", f"{words[0]}{two}", f"{one}_{two}__c",
            f"{words[0]}:{words[1]}:{words[2]}", f"{one}.{two}.{three}",
            f"{words[0]}_{words[1]}_id",
            f"{words[0]} {words[1]} {part[:3].lower()}. {number} {words[2]} {other}",
            rng.choice(RANKS), f"{one} {rng.choice(RANKS)}", f"{rng.choice(RANKS)} of {two}",
        )
    )  # fmt: skip


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
            f"{letters[:4]} {number % 100}", f"{letters}/{letters[:2]}/{letters[1:4]}",
            " ".join(f"{rng.randint(1, 60)}{letters[:1]}" for _ in range(rng.randint(1, 4))),
            ";".join(f"{letters[:2]}{rng.randint(1, 99)}" for _ in range(rng.randint(1, 4))),
            letters[:3], letters[:2], letters[:2].lower(), f"{number} {word} {rng.choice(COMMON)}",
            f"{letters} {word} {number % 100} {rng.choice(UNITS)}", f"v{number % 10}.{number % 7}",
        )
    )  # fmt: skip
