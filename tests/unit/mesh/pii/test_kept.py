"""What is kept of a column is small, however long its texts are and however many columns are."""

import tracemalloc
from collections.abc import Callable, Iterator

import pyarrow as pa

from mesh.pii import Engine

SIGNS, BATCHES = 50_000, 60
COLUMNS, ROWS = 60, 100
Batches = Callable[[], Iterator[pa.RecordBatch]]


def looked_at(batches: Batches) -> Engine:
    engine = Engine()
    for batch in batches():
        engine.add(batch)
    engine.findings()
    return engine


def kept(batches: Batches) -> int:
    """Bytes that an engine holds when it has looked at all of them."""
    # What is loaded once is loaded now.
    looked_at(batches)
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    engine = looked_at(batches)
    held = tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes() - before
    tracemalloc.stop()
    del engine
    return held


def long_texts() -> Iterator[pa.RecordBatch]:
    for number in range(BATCHES):
        # Each is laid out in its own way.
        word = "w" * (number + 1)
        texts = [f"{word} {word[:place]} " * (SIGNS // (number + 3)) for place in range(3)]
        yield pa.record_batch({"body": pa.array(texts)})


def many_columns() -> Iterator[pa.RecordBatch]:
    columns = [[f"item {row} of {at}" for row in range(ROWS)] for at in range(COLUMNS)]
    yield pa.record_batch({f"c{at}": pa.array(column) for at, column in enumerate(columns)})


def test_of_long_texts_no_more_is_kept_than_of_a_few_of_them() -> None:
    assert kept(long_texts) < BATCHES * 3 * SIGNS / 3


def test_of_each_of_many_columns_a_few_kilobytes_are_kept() -> None:
    assert kept(many_columns) / COLUMNS < 11_000
