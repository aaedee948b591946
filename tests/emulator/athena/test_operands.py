"""What Athena's types and grammar forbid is refused, though DuckDB would answer."""

import pytest

from emulator.athena.faults import QueryFault
from emulator.athena.sql.translate import translate
from tests.emulator.athena.engine import Shelf, run

_TOKYO = "timestamp '2024-01-01 00:00:00 Asia/Tokyo'"
_VALUES = "FROM (VALUES (1, 'a', date '2024-01-01')) AS t (n, s, d)"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            f"SELECT n {_VALUES} WHERE n = (1 OR 1 = 1)",
            "must evaluate to a boolean (actual: integer",
        ),
        (f"SELECT n {_VALUES} WHERE n = (n = 1)", "Cannot apply operator: integer = boolean"),
        (f"SELECT n {_VALUES} WHERE n = '1'", "Cannot apply operator: integer = varchar(1)"),
        (f"SELECT n {_VALUES} WHERE n", "WHERE clause must evaluate to a boolean: actual type int"),
        (f"SELECT 1 {_VALUES} HAVING count(*)", "HAVING clause must evaluate to a boolean"),
        ("SELECT NOT 1", "logical NOT expression must evaluate to a boolean (actual: integer)"),
        (f"SELECT n * s {_VALUES}", "Cannot apply operator: integer * varchar(1)"),
        (f"SELECT d + 1 {_VALUES}", "Cannot apply operator: date + integer"),
        ("SELECT date '2024-01-01' - 1", "Cannot apply operator: date - integer"),
        (
            f"SELECT n || s {_VALUES}",
            "Unexpected parameters (integer, varchar(1)) for function con",
        ),
        (
            "SELECT concat('a', 1)",
            "Unexpected parameters (varchar(1), integer) for function concat",
        ),
        (f"SELECT coalesce(n, s) {_VALUES}", "All COALESCE operands must be the same type"),
        (f"SELECT CASE WHEN true THEN n ELSE s END {_VALUES}", "All CASE results must be the same"),
        (
            f"SELECT if(true, n, s) {_VALUES}",
            "Result types for IF must be the same: integer vs var",
        ),
        (f"SELECT greatest(s, n) {_VALUES}", "Unexpected parameters (varchar(1), integer)"),
        ("SELECT array[1, 'a']", "All ARRAY elements must be the same type"),
        (
            "SELECT 1 UNION SELECT 'a'",
            "column 1 in UNION query has incompatible types: integer, var",
        ),
        ("SELECT json '1' = '1'", "Cannot apply operator: json = varchar(1)"),
        ("SELECT shop * 2 FROM sales", "Cannot apply operator: varchar * integer"),
        ("SELECT sales FROM sales", "Column 'sales' cannot be resolved"),
        (f"SELECT count(t) {_VALUES}", "Column 't' cannot be resolved"),
        ("SELECT 1::integer", "SYNTAX_ERROR: line 1:9: mismatched input '::'"),
        ("SELECT [1, 2]", "SYNTAX_ERROR: line 1:8: mismatched input '['"),
        ("SELECT 0x1F", "mismatched input '0x1F'"),
        ("SELECT 1_000", "mismatched input '_000'"),
        (f"SELECT DISTINCT ON (n) n {_VALUES}", "mismatched input 'ON'"),
        (f"SELECT n {_VALUES} LIMIT 50%", "mismatched input"),
        ("SELECT 1 FROM sales NATURAL JOIN tbl", "Natural join not supported"),
        ("SELECT 1 FROM sales SEMI JOIN tbl ON pieces = a", "mismatched input 'JOIN'"),
        ("SELECT 1 FROM sales ASOF JOIN tbl ON pieces >= a", "mismatched input 'JOIN'"),
        ("SELECT cast('ab' AS char(5)) = 'ab'", "NOT_SUPPORTED: line 1:32: a comparison of CHAR"),
        ("SELECT timestamp '2024-02-03 01:02:03.4567'", "more than 3 digits of a second"),
        ("SELECT cast(row(1, 'a') AS json)", "a cast of a row without names to JSON"),
        (f"SELECT coalesce({_TOKYO}, now())", "a timestamp in zone Asia/Tokyo here is not supp"),
        (f"SELECT array[{_TOKYO}]", "a timestamp in zone Asia/Tokyo here"),
        (f"SELECT {_TOKYO} UNION SELECT now()", "a timestamp in zone Asia/Tokyo here"),
        (f"SELECT listagg(n, ',') WITHIN GROUP (ORDER BY n) {_VALUES}", "for function listagg"),
        ("SELECT parse_datetime('1/1/01', 'd/M/yy')", "parse_datetime by 'd/M/yy'"),
    ],
)
def test_what_athena_forbids_is_refused_before_it_runs(sql: str, told: str) -> None:
    with pytest.raises(QueryFault) as caught:
        translate(sql, Shelf(), database="salesdb")

    assert told in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT d + interval '1' day, d - d, n + 1.5, -n, n % 2, s || 'x' {_VALUES}",
        f"SELECT coalesce(n, 1.5), if(n = 1, s), CASE n WHEN 1 THEN NULL ELSE d END {_VALUES}",
        f"SELECT n {_VALUES} WHERE (n = 1 AND s LIKE 'a') OR d IS NULL OR NOT n IN (1, 2)",
        "SELECT s FROM (SELECT cast(pieces AS varchar) AS s FROM sales) WHERE s = '1'",
        "SELECT x FROM (SELECT price AS x FROM sales UNION SELECT pieces FROM sales) WHERE x > 1",
        "SELECT filter(array[1, 2], s -> s > 1) FROM (VALUES 'a') AS t (s)",
        "SELECT t.x FROM (VALUES 1) AS t (x) JOIN (VALUES 1) AS u (t) ON t.x = u.t",
        "WITH sales AS (SELECT 1 AS sales) SELECT sales FROM sales",
        "SELECT array[1, 2][1], array['a'] || 'b', (1, 2) = (1, 3)",
    ],
)
def test_what_athena_allows_runs(sql: str) -> None:
    assert run(sql).columns
