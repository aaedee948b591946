"""What Athena does not compare is refused before it runs, as Athena refuses it."""

import pytest

from emulator.athena.faults import QueryFault
from emulator.athena.sql.translate import translate
from tests.emulator.athena.engine import Shelf, run

_QUERY = "SELECT * FROM sales WHERE CONDITION"


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("'1' = 1", "line 1:27: Cannot apply operator: varchar(1) = integer"),
        ("'1' <> 1", "line 1:27: Cannot apply operator: varchar(1) = integer"),
        ("shop = 1", "line 1:27: Cannot apply operator: varchar = integer"),
        ("pieces > '1'", "line 1:27: Cannot apply operator: bigint < varchar(1)"),
        ("DATE '2024-01-01' = '2024-01-01'", "Cannot apply operator: date = varchar(10)"),
        ("shop BETWEEN 1 AND 2", "Cannot check if varchar is BETWEEN integer and integer"),
        ("pieces IN (1, '2')", "Cannot find common type between bigint and integer"),
    ],
)
def test_types_without_a_common_one_are_not_compared(condition: str, reason: str) -> None:
    with pytest.raises(QueryFault) as caught:
        translate(_QUERY.replace("CONDITION", condition), Shelf(), database="salesdb")

    assert caught.value.code == "TYPE_MISMATCH"
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM sales WHERE weight > 1 AND price < 2 AND pieces = 1.0",
        "SELECT 1 WHERE NULL = 1 OR DATE '2024-01-01' < TIMESTAMP '2024-01-02 00:00:00'",
        "SELECT 1 FROM (SELECT CAST(pieces AS varchar) AS pieces FROM sales) WHERE pieces = '1'",
        "SELECT filter(ARRAY['a'], pieces -> pieces = 'a') FROM sales",
    ],
)
def test_types_with_a_common_one_are_compared_whatever_a_column_is_called(query: str) -> None:
    assert run(query).columns
