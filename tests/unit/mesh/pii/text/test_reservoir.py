"""Each row is as likely in the sample as any other, however many rows there are."""

import numpy as np

from mesh.pii.text.reservoir import chosen


def kept(size: int, rows: int, step: int) -> list[int]:
    """Rows that are in the sample when so many rows have gone by in batches."""
    sample: dict[int, int] = {}
    for first in range(0, rows, step):
        drawn, slots = chosen(size, first, min(first + step, rows))
        sample.update(zip(slots.tolist(), drawn.tolist(), strict=True))
    return sorted(sample.values())


def test_a_small_column_is_in_the_sample_whole() -> None:
    assert kept(192, 100, 7) == list(range(100))


def test_the_sample_is_spread_over_all_rows() -> None:
    rows = np.array(kept(192, 1_000_000, 65_536))

    assert len(rows) == 192
    assert np.histogram(rows, 4, (0, 1_000_000))[0].min() > 30
    assert 70 < (rows % 2).sum() < 122


def test_the_sample_does_not_depend_on_how_rows_are_batched() -> None:
    assert kept(192, 50_000, 64) == kept(192, 50_000, 50_000)
