"""Identifiers are counted as a slow program counts them that looks at each cell by itself."""

from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.pii.reference import differing
from mesh.pii import Engine

WRITTEN = (
    "4111 1111 1111 1111", "5555-5555-5555-4444", "4111111111111111", "DE89 3704 0044 0532 0130 00",
    "GB29NWBK60161331926819", "536-22-1234", "536221234", "390.533.447-05", "39053344705",
    "111222333", "943 476 5919", "AB123456C", "AB 12 34 56 C", "12.ABC.345/01DE-35",
    "S1234567D", "RSSMRA85T10A562S", "1M8GDM9AXKP042788",
)  # fmt: skip
AROUND = ("", " ", "-", ".", "/", "+", "@", "x", "7", "\u00e9", ", ", "ssn: ", " nhs ", "_")


def cells(rows: int, rng: np.random.Generator) -> list[str]:
    """Identifiers, one or two together, with something before, between and behind."""
    return [
        "".join(
            f"{rng.choice(AROUND)}{rng.choice(WRITTEN)}{rng.choice(AROUND)}"
            for _ in range(rng.choice((1, 1, 2)))
        )
        for _ in range(rows)
    ]


WORDS = ("a", "DE", "at", "No", "the", "ABC", "from", "paid", "where", "é", "é1", "x_y", "w" * 30)
BETWEEN = (" ", " ", " ", "-", ".", "/", ". ", ", ", " (", ": ", " +", "@", "\n")


def sentences(rows: int, rng: np.random.Generator) -> list[str]:
    """An identifier or two among words and numbers, most of them laid out as no other is."""
    held = [
        [*rng.choice(WORDS, 6), *rng.choice(WRITTEN, rng.integers(1, 3)), str(rng.integers(10**4))]
        for _ in range(rows)
    ]
    for one in held:
        rng.shuffle(one)
    return ["".join(f"{word}{rng.choice(BETWEEN)}" for word in one) for one in held]


def assert_counted(batch: pa.RecordBatch) -> None:
    """Hold the counts of three parts against those of the slow program."""
    engine = Engine()
    part = -(-batch.num_rows // 3)
    for start in range(0, batch.num_rows, part):
        engine.add(batch.slice(start, part))
    findings = engine.findings()

    assert differing(batch, findings) == {}
    assert len(findings) > 3


@pytest.mark.parametrize("column", ["notes", "ssn", "iban"])
def test_no_count_differs_from_that_of_looking_at_each_cell(column: str) -> None:
    batch = pa.record_batch({column: pa.array(cells(600, np.random.default_rng(5)))})

    assert_counted(batch)


@pytest.mark.parametrize("seed", range(4))
def test_nor_in_sentences(seed: int) -> None:
    batch = pa.record_batch({"notes": pa.array(sentences(500, np.random.default_rng(seed)))})

    assert_counted(batch)


def test_among_uuids_only_what_is_no_uuid_is_looked_at() -> None:
    digits = np.random.default_rng(6).integers(0, 16, (200, 32))
    uuids = [str(UUID("".join(map("{:x}".format, row)))) for row in digits]
    planted = "my notes-from-here-till-a: 536221234"
    engine = Engine()
    engine.add(pa.record_batch({"ssn": pa.array([*uuids[:90], planted, *uuids[90:]])}))

    assert len(planted) == len(uuids[0])
    assert [(one.entity, one.count, one.rows) for one in engine.findings()] == [
        ("US_SSN", 1, (91,))
    ]
