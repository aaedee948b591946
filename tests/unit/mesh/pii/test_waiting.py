"""Batches wait to be looked at together, but a column never grows large by it."""

import pyarrow as pa

from mesh.pii.waiting import Waiting

MEGABYTE = 1 << 20


def batch(*megabytes: float) -> pa.RecordBatch:
    columns = [pa.array(["x" * int(size * MEGABYTE)]) for size in megabytes]
    return pa.RecordBatch.from_arrays(columns, names=[f"c{at}" for at in range(len(columns))])


def waited_for(one: pa.RecordBatch) -> int:
    """How many such batches are looked at together."""
    waiting = Waiting()
    return next(count for count in range(1, 1_000) if list(waiting.add(one)))


def test_a_column_alone_waits_for_less_than_many_columns_do_together() -> None:
    alone, together = waited_for(batch(0.25)), waited_for(batch(*[0.25] * 10))

    assert alone * 0.25 <= 5
    assert together * 2.5 >= 20


def test_one_large_column_among_small_ones_waits_no_longer_than_alone() -> None:
    assert waited_for(batch(0.25, *[0.001] * 20)) == waited_for(batch(0.25))


def test_of_a_wide_table_less_waits() -> None:
    narrow, wide = waited_for(batch(*[0.02] * 200)), waited_for(batch(*[0.0016] * 2_500))

    assert wide * 2 <= narrow


def test_every_row_is_given_once_in_its_order() -> None:
    waiting, given = Waiting(), []
    for row in range(80):
        one = pa.RecordBatch.from_arrays([pa.array([f"{row} " + "x" * 200_000])], names=["c"])
        given += [table.column("c").to_pylist() for table in waiting.add(one)]
    given += [table.column("c").to_pylist() for table in waiting.drain()]

    assert [int(str(text).split()[0]) for texts in given for text in texts] == list(range(80))
    assert len(given) > 2


def test_a_batch_of_long_texts_is_looked_at_a_few_of_them_at_a_time() -> None:
    texts = [str(row % 10) * (MEGABYTE // 2) for row in range(30)]
    waiting = Waiting()

    given = list(waiting.add(pa.RecordBatch.from_arrays([pa.array(texts)], names=["c"])))
    given += list(waiting.drain())

    assert [text for table in given for text in table.column("c").to_pylist()] == texts
    assert max(table.nbytes for table in given) <= 5 * MEGABYTE
