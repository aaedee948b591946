"""Every function and operator that passes the allow-list answers as Athena does."""

from pathlib import Path

import pytest

from tests.emulator.athena.engine import reason, run, value

_CASES = Path(__file__).with_name("answers.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", [c for c in _CASES if c and not c.startswith("#")])
def test_a_query_gives_what_athena_gives(case: str) -> None:
    sql, _, wanted = case.partition("\t")

    given = value(sql)

    assert ("NULL" if given is None else given) == wanted


@pytest.mark.parametrize(
    ("sql", "kind", "answer"),
    [
        ("SELECT sum(pieces) / count(*) FROM sales", "bigint", "2"),
        ("SELECT sum(price) / 2 FROM sales", "decimal", "3.38"),
        ("SELECT avg(price) FROM sales", "decimal", "2.25"),
        ("SELECT sum(weight) / 2 FROM sales", "double", "2.25"),
        ("SELECT sum(price * pieces) FROM sales", "decimal", "18.00"),
        ("SELECT max(weight) / count(*) FROM sales", "double", "0.8333333333333334"),
    ],
)
def test_an_aggregate_keeps_its_type_through_arithmetic(sql: str, kind: str, answer: str) -> None:
    result = run(sql)

    assert (result.columns[0].type, result.rows) == (kind, [[answer]])


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT cast(12345 AS varchar(3))", "Value 12345 cannot be represented as varchar(3)"),
        ("SELECT element_at(array[1], 0)", "SQL array indices start at 1"),
        ("SELECT sequence(1, 5, -1)", "sequence stop value should be greater"),
        ("SELECT split_to_map('a', ',', '=')", "Key-value delimiter must appear exactly once"),
        ("SELECT split_to_map('a=b=c', ',', '=')", "Key-value delimiter must appear exactly"),
        ("SELECT regexp_extract('foo', 'o', 5)", "Pattern has 0 groups. Cannot access group 5"),
        ("SELECT json_parse('{a')", "Cannot convert value to JSON: '{a'"),
        ("SELECT json_parse('NaN')", "Cannot convert value to JSON: 'NaN'"),
        ("SELECT cast(json_parse('\"x\"') AS integer)", "INVALID_CAST_ARGUMENT"),
    ],
)
def test_what_athena_refuses_at_run_time_fails_in_its_words(sql: str, told: str) -> None:
    assert told in reason(sql)
