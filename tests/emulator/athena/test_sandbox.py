"""A query sees the rows it was given and nothing of the machine; it ends when told to."""

import re
import threading
import time
from pathlib import Path

import pytest

from emulator.athena.engine.job import Job, Limits
from emulator.athena.engine.pool import WorkerFault, shared
from tests.emulator.athena.engine import reason, run

ESCAPES = [
    line
    for line in Path(__file__).with_name("escapes.sql").read_text("utf-8").splitlines()
    if not line.startswith("--")
]
QUOTED = (
    """SELECT 1 AS "x\"\" FROM read_text('/etc/passwd') --" """,
    "SELECT 'a'' FROM read_text(''/etc/passwd'') --'",
    "SELECT 1 --;' ; ATTACH 'x'",
    'SELECT 1 AS "$(id)"',
    "WITH t0 AS (SELECT 1 AS a) SELECT * FROM t0",
)
RAW = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM glob('/*')",
    "COPY (SELECT 1) TO '/tmp/escape.csv'",
    "ATTACH '/tmp/escape.db'",
    "SET memory_limit = '100GB'",
    "CREATE TABLE x AS SELECT 1",
    "INSTALL httpfs",
    "SELECT 1; SELECT 2",
)


@pytest.mark.parametrize("sql", ESCAPES)
def test_what_reaches_out_is_refused_before_it_runs(sql: str) -> None:
    found = reason(sql)

    assert re.match(r"(NOT_SUPPORTED|SYNTAX_ERROR|\w+_NOT_FOUND|TYPE_MISMATCH): line \d", found)
    assert "root:" not in found


def test_there_are_many_ways_out_that_are_tried() -> None:
    assert len(set(ESCAPES)) >= 120


@pytest.mark.parametrize("sql", QUOTED)
def test_what_is_quoted_stays_a_name_or_a_value(sql: str) -> None:
    assert len(run(sql).rows) == 1


def test_a_log_holds_no_text_of_a_query(caplog: pytest.LogCaptureFixture) -> None:
    reason("EXPLAIN SELECT 'Ann Secret'")

    assert "Secret" not in caplog.text


@pytest.mark.parametrize("sql", RAW)
def test_the_worker_refuses_it_too(sql: str) -> None:
    with pytest.raises(WorkerFault) as caught:
        shared().start().finish(Job(sql, ()), lambda _: None, lambda _: None)

    assert "root:" not in str(caught.value)


def test_a_worker_has_no_environment() -> None:
    with pytest.raises(WorkerFault):
        shared().start().finish(Job("SELECT getenv('PATH')", ()), lambda _: None, lambda _: None)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT cast('x' AS integer)",
        "SELECT nothing FROM tbl",
        "SELECT date_parse('x', '%Y')",
        "SELECT from_base('zz', 16)",
    ],
)
def test_a_failure_tells_no_path_macro_or_traceback(sql: str) -> None:
    found = reason(sql)

    assert not any(word in found for word in ("/", "ath_", "py_", "Traceback", "LINE 1", "§"))


def test_memory_has_an_end() -> None:
    found = reason("SELECT length(lpad('x', 2000000000, 'y'))", Limits(memory_bytes=256 << 20))

    assert "EXCEEDED" in found


def test_time_has_an_end() -> None:
    before = time.monotonic()

    found = reason(
        "SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a(x)"
        " CROSS JOIN UNNEST(sequence(1, 10000000)) AS b(y) WHERE x * y % 7 = 3",
        Limits(seconds=1),
    )

    assert "EXCEEDED" in found
    assert time.monotonic() - before < 10


def test_a_cancelled_query_ends_at_once() -> None:
    started = shared().start()
    threading.Timer(0.3, started.cancel).start()
    endless = Job("SELECT count(*) FROM range(10000000000) a(x) WHERE x % 7 = 3", ())

    with pytest.raises(WorkerFault):
        started.finish(endless, lambda _: None, lambda _: None)

    assert started.cancelled


def test_workers_are_used_once() -> None:
    assert [run("SELECT 1").rows for _ in range(3)] == [[["1"]]] * 3


def test_two_workers_do_not_draw_the_same_random_numbers() -> None:
    assert run("SELECT random()").rows != run("SELECT random()").rows
