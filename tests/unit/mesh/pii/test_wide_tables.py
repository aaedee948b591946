"""Of a wide table many columns are looked at as one, and each is told as if it stood alone."""

import random
from collections import Counter
from functools import cache

import pyarrow as pa
import pytest

from mesh.naming.rules import Allowed, CustomDetector, ScanRules
from mesh.pii import Engine, Finding, together
from mesh.pii.batch import Batch

COLUMNS, ROWS, LOOKS, NARROW = 260, 40, 3, 90
FIRST = ("Ada", "Grace", "Linus", "Maria", "José", "Chloé", "Ken", "Donald", "Barbara", "Alan")
LAST = ("Lovelace", "Hopper", "Torvalds", "Curie", "Müller", "Knuth", "Liskov", "Turing")
CODES = ("A1", "B2", "open", "closed", "")
MANY = {"EMAIL_ADDRESS", "CREDIT_CARD", "US_SSN", "IP_ADDRESS", "PII_IN_TEXT", "CUSTOM:BADGE"}
RULES = ScanRules(
    detectors=(CustomDetector(name="BADGE", pattern=r"B-\d{3}", columns=("code",)),),
    allow=(Allowed(owner="desk", reason="its own address", values=("help@example.org",)),),
)


def cell(kind: int, rng: random.Random) -> str | None:
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    number = rng.randrange(10**9)
    mail = rng.choice((f"p{number}@example.org", "help@example.org"))
    return (
        name,
        mail,
        str(number),
        rng.choice(CODES),
        f"please call {name} back about the order of +49 30 {number}",
        f"B-{number % 1000:03}",
        f"{number % 1000:03}-{number % 97:02}-{number % 9_973:04}",
        None if number % 3 else f"10.0.{number % 256}.{number % 251}",
        rng.choice(("4111111111111111", "paid by 5555 5555 5555 4444", "none")),
        "",
    )[kind]


def table() -> list[pa.RecordBatch]:
    """A wide table in a few batches; some names of its columns tell of what they hold."""
    rng = random.Random(1)  # noqa: S311 - values, no secrets
    words = ("c", "value", "name", "ssn", "code", "mail count", "v")
    names = [f"{words[at % len(words)]} {at}" for at in range(COLUMNS)]
    return [
        pa.record_batch(
            {
                name: pa.array([cell(at % 10, rng) for _ in range(ROWS)], pa.string())
                for at, name in enumerate(names)
            }
        )
        for _ in range(LOOKS)
    ]


def found_in(batches: list[pa.RecordBatch]) -> list[Finding]:
    engine = Engine(rules=RULES)
    for batch in batches:
        engine.add(batch)
    return list(engine.findings())


@cache
def alone() -> list[Finding]:
    """What is found in tables of so few columns that each is looked at alone."""
    batches = table()
    names = batches[0].schema.names
    return [
        one
        for at in range(0, COLUMNS, NARROW)
        for one in found_in([batch.select(names[at : at + NARROW]) for batch in batches])
    ]


def told(findings: list[Finding]) -> list[tuple[object, ...]]:
    """Findings but for what the columns beside them say of names."""
    return [
        (one.column, one.entity, one.count, one.rows, one.evidence, one.validated, one.spans)
        for one in findings
        if one.entity not in ("PERSON", "ADDRESS", "USERNAME")
    ]


def in_looks(batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """The batches, each with its columns in another order, so that none waits for the next."""
    names = batches[0].schema.names
    return [batch.select(names[at:] + names[:at]) for at, batch in enumerate(batches)]


def test_each_column_of_a_wide_table_is_told_as_if_it_stood_alone() -> None:
    found = told(found_in(table()))

    assert found == told(alone())
    kinds = Counter(kind for _, kind, *_ in found)
    assert {kind for kind in kinds if kinds[kind] > 1} >= MANY


def test_what_was_counted_in_one_look_is_counted_on_in_the_next() -> None:
    found = {one[:4] for one in told(found_in(in_looks(table())))}

    assert found == {one[:4] for one in told(alone())}


def test_looks_at_a_wide_table_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    class Counted(Batch):
        def __init__(self, *args: object, **named: object) -> None:
            super().__init__(*args, **named)  # type: ignore[arg-type]
            looks.append(len(self.places))

    monkeypatch.setattr(together, "Batch", Counted)
    found_in(table())

    assert sum(looks) == COLUMNS
    assert len(looks) <= COLUMNS / 2
