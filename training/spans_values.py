"""Values to fill sentences with: names, addresses, places and numbers of many countries."""

import random
import re
import string
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from training.spans_pools import LOCALES, pool

# Scripts other than Latin are drawn less often, by names and places alike.
_RARE = frozenset({"ar_AA", "bg_BG", "el_GR", "ja_JP", "ko_KR", "ru_RU", "uk_UA", "zh_CN"})
_RARE_SHARE = 0.0625
# Shares of addresses up to which they are of a list, of Faker, of a post office.
_LISTED, _WHOLE, _BOXED = 0.2, 0.4, 0.44
# Share of towns that are of a list of them all: Faker makes up many, and knows few that are.
_TOWNS = 0.5
_CROSSES = ("and", "&", "at")
_PARTS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "spans_values.yaml").read_text(encoding="utf-8")
)


class Values:
    """Draws values; the same seed draws the same.

    Args:
        seed: of all draws.
        real: given names, surnames, organisations and addresses of real people's lists, to mix in.
    """

    def __init__(self, seed: int, real: dict[str, list[str]]) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - no secret
        self._real = real
        self._pools = {locale: pool(locale, seed) for locale in LOCALES}
        self._common = [locale for locale in LOCALES if locale not in _RARE]
        self._rare = sorted(_RARE)

    def make(self, slot: str) -> str:
        """A value for a place of a sentence."""
        makers: dict[str, Callable[[], str]] = {
            "P": self.person,
            "G": lambda: self._of(self._locale(), "first_name"),
            "S": self._surname,
            "A": self.address,
            "L": self.place,
            "O": self.organisation,
            "N": self._phone,
            "email": self._email,
            "date": self._date,
        }
        if slot in makers:
            return makers[slot]()
        if slot in _PARTS["words"]:
            return str(self._draw.choice(_PARTS["words"][slot]))
        return self._digits(self._draw.choice(_PARTS["numbers"][slot]))

    def words_of(self, kind: str) -> set[str]:
        """Every word of the names or places that it draws from."""
        kinds = ("city", "country") if kind == "place" else (kind,)
        drawn = [value for pool in self._pools.values() for one in kinds for value in pool[one]]
        return {
            word
            for value in (*drawn, *self._real.get(kind, ()))
            for word in re.findall(r"[^\W\d_]{2,}", value)
        }

    def titled(self) -> tuple[str, str]:
        """A title, and the name that follows it."""
        name = self._surname() if self._often(0.7) else self.person()
        return self._draw.choice(_PARTS["titles"]), name

    def person(self) -> str:
        """A full name, as people write them."""
        locale = self._locale()
        given, surname = self._of(locale, "first_name"), self._surname(locale)
        middle = self._draw.choice("ABCDEFGHIJKLMNOPRSTVWZ")
        forms: Sequence[tuple[float, str]] = (
            (12, f"{given} {surname}"),
            (2, f"{given} {middle}. {surname}"),
            (1.5, f"{given} {middle} {surname}"),
            (0.6, f"{given} {self._of(locale, 'first_name')} {surname}"),
            (0.5, f"{given} {surname}-{self._surname(locale)}"),
            (0.5, f"{given} {surname} {self._surname(locale)}"),
            (0.6, f"{surname}, {given}"),
            (0.6, f"{surname} {given}"),
            (0.8, f"{middle}. {surname}"),
            (0.3, f"{given} {surname} {self._draw.choice(_PARTS['suffixes'])}"),
            (0.3, f"{given[0]}.{middle}. {surname}"),
        )
        return self._draw.choices([form for _, form in forms], [odds for odds, _ in forms])[0]

    def place(self) -> str:
        """A town, a country or a region."""
        place = self._of(self._locale(), self._draw.choice(("city", "city", "city", "country")))
        return place.upper() if self._often(0.1) else place

    def organisation(self) -> str:
        """A company or an institution."""
        if self._real.get("organisation") and self._often(0.5):
            return self._written(self._draw.choice(self._real["organisation"]))
        return self._of(self._locale(), "company")

    def address(self) -> str:
        """A postal address in one or several lines, whole or in part."""
        kind = self._draw.random()
        if self._real.get("address") and kind < _LISTED:
            return self._written(self._draw.choice(self._real["address"]))
        locale = self._locale()
        if kind < _WHOLE:
            whole = self._of(locale, "address")
            return whole if self._often(0.5) else whole.replace("\n", ", ")
        if kind < _BOXED:
            form = self._draw.choice(_PARTS["postal"])
            city = self._of(locale, "city")
            return str(form.format(n=self._draw.randint(1, 9999), c=city, z=self._zip()))
        return self._built(locale)

    def _written(self, value: str) -> str:
        """Mostly with capitals, for the lists hold many values in small letters."""
        return string.capwords(value) if self._often(0.7) else value

    def _built(self, locale: str) -> str:
        street = self._of(locale, "street_name")
        number = self._number()
        lines = [f"{street} {number}" if self._often(0.35) else f"{number} {street}"]
        if self._often(0.08):
            lines = [f"{self._number()} {street} {number}"]
        if self._often(0.04):
            lines = [f"{street} {self._draw.choice(_CROSSES)} {self._of(locale, 'street_name')}"]
        if self._often(0.35):
            unit = self._draw.choice(_PARTS["units"]).format(self._draw.randint(1, 999))
            if self._often(0.5):
                lines.append(unit)
            else:
                lines[0] += " " + unit
        if self._often(0.65):
            lines += self._town(locale)
        return self._draw.choice((", ", ", ", "\n", " ", "\n ", "; ")).join(lines)

    def _town(self, locale: str) -> list[str]:
        city = self._of(locale, "city")
        city = city.upper() if self._often(0.25) else city
        form = self._draw.choice(_PARTS["towns"])
        return [
            form.format(
                c=city,
                s=self._draw.choice(_PARTS["states"]),
                z=self._zip(),
                k=self._of(locale, "country") if self._often(0.5) else self._of("en_US", "country"),
            )
        ]

    def _number(self) -> str:
        size = self._draw.choice((1, 2, 2, 3, 3, 4, 5))
        number = str(self._draw.randint(10 ** (size - 1), 10**size - 1))
        return number + self._draw.choice(("",) * 12 + ("a", "B", "/2", "-4"))

    def _zip(self) -> str:
        return self._digits(self._draw.choice(_PARTS["zips"]))

    def _phone(self) -> str:
        if self._often(0.35):
            return self._of(self._locale(), "phone_number")
        return self._digits(self._draw.choice(_PARTS["phones"]))

    def _surname(self, locale: str = "") -> str:
        return self._of(locale or self._locale(), "last_name")

    def _email(self) -> str:
        name = re.sub(r"\W", "", self.person()) or "info"
        return f"{name.lower()}@{self._draw.choice(('mail.com', 'acme.org', 'web.de', 'corp.io'))}"

    def _date(self) -> str:
        draw = self._draw
        day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1940, 2024)
        return draw.choice(
            (
                f"{day}/{month}/{year}",
                f"{year}-{month:02}-{day:02}",
                f"{day:02}.{month:02}.{year}",
                f"{draw.choice(_PARTS['months'])} {day}, {year}",
                f"{day} {draw.choice(_PARTS['months'])} {year}",
                f"{month}/{day}/{year % 100:02}",
                f"{year}-{month:02}-{day:02} 1{day % 10}:2{month % 10}:09",
            )
        )

    def _locale(self) -> str:
        rare = self._often(_RARE_SHARE)
        return self._draw.choice(self._rare if rare else self._common)

    def _of(self, locale: str, kind: str) -> str:
        real = self._real.get(kind)
        if real and self._often(_TOWNS if kind == "city" else 0.1):
            return self._draw.choice(real)
        return self._draw.choice(self._pools[locale][kind])

    def _often(self, share: float) -> bool:
        return self._draw.random() < share

    def _digits(self, form: str) -> str:
        return re.sub("#", lambda _: str(self._draw.randint(0, 9)), form)
