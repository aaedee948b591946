"""What was measured, read from measurements.yaml; whether a target is met is worked out here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.pii.cost import terabyte
from docs.pages.markdown import page, section, table

RECORDS = Path(__file__).parent / "measurements.yaml"
_VERDICTS = {"ok": "met", "MISSED": "**missed**"}
_HEAD = ("what", "number", "target", "", "how", "date", "machine")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One number.

    Attributes:
        value: in ``unit``; lowest and highest where runs differ.
        least: that is wanted, in the same unit; ``most`` that is allowed. None if only watched.
        how: the command, and what it did.
        machine: its letter.
    """

    what: str
    value: tuple[float, ...]
    how: str
    date: date
    machine: str
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Measured":
        """Read one record; a field that is missing or unknown is an error."""
        value = record["value"]
        values = tuple(value) if isinstance(value, list) else (value,)
        return cls(**{**record, "value": values})

    @property
    def verdict(self) -> str:
        """Whether every run, some or none met the target."""
        if self.least is None and self.most is None:
            return ""
        met = [
            (self.least is None or one >= self.least) and (self.most is None or one <= self.most)
            for one in self.value
        ]
        return "met" if all(met) else "**met at times**" if any(met) else "**missed**"

    @property
    def target(self) -> str:
        """As people write it."""
        bounds = (("at least", self.least), ("at most", self.most))
        return " ".join(f"{words} {one:,}" for words, one in bounds if one is not None)

    def cells(self) -> Iterator[str]:
        """A row of the page."""
        yield self.what
        yield f"{' to '.join(f'{one:,}' for one in self.value)} {self.unit}"
        yield self.target
        yield self.verdict
        yield self.how
        yield self.date.isoformat()
        yield self.machine


def records() -> Mapping[str, Any]:
    """``machines`` by letter; ``themes``, each with ``title``, ``about`` and ``measured``."""
    told: Mapping[str, Any] = yaml.safe_load(RECORDS.read_text(encoding="utf-8"))
    return told


def render() -> str:
    """The page."""
    told = records()
    return page(
        "Measurements of the scanner",
        "Numbers as they were measured, each with its target, how it was got, when and where; "
        "those that miss their target say so. `make bench` prints most of them for your machine "
        "and writes `build/benchmarks.json`; what takes long or installs programs of others is "
        "asked for by its name. They are kept in `docs/pages/measurements.yaml`.",
        *(_theme(one) for one in told["themes"]),
        _cost(told["themes"]),
        section("Machines", table(["machine", "is"], told["machines"].items())),
    )


def _theme(theme: Mapping[str, Any]) -> str:
    rows = (list(Measured.of(one).cells()) for one in theme["measured"])
    return section(theme["title"], theme["about"].strip(), table(_HEAD, rows))


def _cost(themes: Sequence[Mapping[str, Any]]) -> str:
    """What a terabyte of CSV costs on the scanner's function, from its speed above."""
    measured = next(one["measured"] for one in themes if one["title"] == "Throughput")
    csv = next(Measured.of(one) for one in measured if one["what"] == "CSV")
    return section(
        "Cost",
        "A terabyte (10^12 bytes) of CSV on the scanner's function as it is deployed, by list "
        "price (arm64, first tier, Virginia), from the speed above and not measured on Lambda: "
        "taken as if one of its cores were as fast and nothing else took time, though it also "
        "copies the file to its disk first. Each file logs what it did cost.",
        table(
            ["CSV", "USD for a terabyte", "target", "", "arithmetic"],
            ([*_terabyte(speed)] for speed in csv.value),
        ),
    )


def _terabyte(megabytes_a_second: float) -> Iterator[str]:
    cost = terabyte(megabytes_a_second)
    yield f"at {megabytes_a_second:,} MB/s"
    yield f"{cost.value:.2f}"
    yield f"at most {cost.target:.2f}"
    yield _VERDICTS[cost.verdict]
    yield cost.name.partition(": ")[2]
