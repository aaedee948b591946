"""One query through the Athena API, with typed rows."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import boto3

POLL_SECONDS = 0.02

_TYPES: dict[str, Callable[[str], Any]] = {
    "tinyint": int,
    "smallint": int,
    "integer": int,
    "bigint": int,
    "double": float,
    "float": float,
    "decimal": Decimal,
    "boolean": lambda text: text == "true",
}


@dataclass(frozen=True)
class QueryResult:
    """What became of one query.

    Attributes:
        state: SUCCEEDED, FAILED or CANCELLED.
        error: Athena's reason if it did not succeed.
    """

    sql: str
    execution_id: str
    state: str
    error: str | None
    columns: list[str]
    rows: list[list[Any]]

    @property
    def succeeded(self) -> bool:
        """Whether there is an answer."""
        return self.state == "SUCCEEDED"


def run_query(session: boto3.Session, sql: str, workgroup: str) -> QueryResult:
    """Run a query in a workgroup and wait for its end; a refusal is a result, not an error."""
    athena = session.client("athena")
    started = athena.start_query_execution(QueryString=sql, WorkGroup=workgroup)
    execution_id = started["QueryExecutionId"]
    execution = _wait(athena, execution_id)
    status = execution["Status"]
    if status["State"] != "SUCCEEDED":
        reason = status.get("StateChangeReason")
        return QueryResult(sql, execution_id, status["State"], reason, [], [])
    columns, rows = _fetch(athena, execution_id, has_header=execution["StatementType"] == "DML")
    return QueryResult(sql, execution_id, "SUCCEEDED", None, columns, rows)


def _wait(athena: Any, execution_id: str) -> dict[str, Any]:  # noqa: ANN401 - a boto3 client
    while True:
        found = athena.get_query_execution(QueryExecutionId=execution_id)
        execution: dict[str, Any] = found["QueryExecution"]
        if execution["Status"]["State"] in {"SUCCEEDED", "FAILED", "CANCELLED"}:
            return execution
        time.sleep(POLL_SECONDS)


def _fetch(
    athena: Any,  # noqa: ANN401
    execution_id: str,
    *,
    has_header: bool,
) -> tuple[list[str], list[list[Any]]]:
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=execution_id)
    columns: list[dict[str, Any]] = []
    rows: list[list[Any]] = []
    for number, page in enumerate(pages):
        columns = page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
        found = page["ResultSet"]["Rows"]
        # The first row of a SELECT's first page repeats the column names.
        skipped = 1 if has_header and number == 0 else 0
        rows += [list(_typed(row, columns)) for row in found[skipped:]]
    return [column["Name"] for column in columns], rows


def _typed(row: dict[str, Any], columns: list[dict[str, Any]]) -> Iterator[Any]:
    texts = [cell.get("VarCharValue") for cell in row["Data"]]
    if len(texts) < len(columns):
        # DESCRIBE names three columns and gives each row as one text with tabs, or with fewer.
        texts = [*map(str.strip, (texts[0] or "").split("\t")), *[""] * len(columns)]
    for text, column in zip(texts, columns, strict=False):
        yield None if text is None else _TYPES.get(column["Type"], str)(text)
