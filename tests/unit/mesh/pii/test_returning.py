"""What comes back in look after look is looked at once, and counted in every row."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mesh.pii import Engine
from mesh.pii.batch import Batch
from mesh.pii.returning import Returning

LOOK = 60_000
Look = Sequence[str | None]


def batches_of(looks: Sequence[Look]) -> Iterator[Batch]:
    returning, row = Returning(), 0
    for look in looks:
        yield from returning.of(pa.array(look, pa.string()), row)
        row += len(look)
    yield from returning.rest()


def rows_of(batch: Batch) -> Iterator[tuple[int, str]]:
    """Each row with its value, but empty ones."""
    for position, value in enumerate(batch.values.to_pylist()):
        if value:
            rows, _ = batch.rows_of(pa.array([position]).to_numpy())
            yield from ((int(row), str(value)) for row in rows)


@given(st.lists(st.lists(st.none() | st.sampled_from("abcdefgh"), min_size=1), max_size=8))
def test_every_row_is_looked_at_once_with_its_own_value(looks: list[Look]) -> None:
    rows = [value for look in looks for value in look]

    seen = sorted(one for batch in batches_of(looks) for one in rows_of(batch))

    assert seen == [(row, value) for row, value in enumerate(rows, 1) if value]


def customers(many: int) -> list[str]:
    return [f"customer {number:05}" for number in range(many)]


def looks_at(rows: Sequence[str]) -> list[Look]:
    return [rows[start : start + LOOK] for start in range(0, len(rows), LOOK)]


def test_values_of_many_rows_are_looked_at_once() -> None:
    rows = customers(20_000) * 24

    looked_at = sum(len(batch.values) for batch in batches_of(looks_at(rows)))

    # The first two looks as a whole, for nobody knows yet; then the known ones now and then.
    assert looked_at < 2 * LOOK + len(rows) / 4


def test_new_values_among_known_ones_are_looked_at_with_their_rows() -> None:
    known = customers(500) * 120
    looks = [known, known, [*known[1:], "ada@example.org"], known]

    seen = [row for batch in batches_of(looks) for row in rows_of(batch)]

    assert [row for row in seen if "@" in row[1]] == [(3 * len(known), "ada@example.org")]
    assert len(seen) == sum(map(len, looks))


def test_identifiers_that_come_back_are_counted_in_each_row_and_shown_in_the_first() -> None:
    mails = [f"customer.{number}@example.org" for number in range(5_000)]
    engine = Engine()
    for _ in range(10):
        engine.add(pa.record_batch({"ordered": pa.array(mails * 8)}))

    (found,) = engine.findings()

    assert (found.entity, found.count, found.share) == ("EMAIL_ADDRESS", 400_000, 1.0)
    assert found.rows == (1, 2, 3)
