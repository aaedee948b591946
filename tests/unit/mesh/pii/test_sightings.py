"""What is seen is counted, however long a file is."""

import numpy as np

from mesh.pii.forms import form
from mesh.pii.sightings import FLAGS, Noted


def test_billions_of_rows_of_one_column_are_counted() -> None:
    looks, rows = 3, 2**30
    noted, column = Noted(1), np.array([0])
    held = np.zeros((1, FLAGS), np.int64)
    held[0, 1] = rows

    for look in range(looks):
        many = np.array([rows])
        noted.test("alone", form("999-99-9999"), column, many, many, look + 1)
        noted.add_rows(column, held)

    sightings = noted.of(0)
    assert sightings
    assert sightings.count(["alone"]) == looks * rows
    assert sightings.kinds["alone"].share == 1
    assert sightings.kinds["alone"].tested == {form("999-99-9999"): looks * rows}
