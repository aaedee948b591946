"""The AWS CLI, unmodified, in an environment of its own."""

import csv
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.athena.world import SHARED
from tests.emulator.clients.tools import run
from tests.emulator.conftest import CONSUMER

Aws = Callable[..., Any]


@pytest.fixture
def aws(analyst: Mapping[str, str], tmp_path: Path) -> Aws:
    """Call the CLI; gives what it prints as JSON, or its text."""

    def call(*arguments: str, fails: bool = False) -> Any:  # noqa: ANN401 - JSON
        ended = run("awscli", "aws", *arguments, shell=analyst, folder=tmp_path)
        assert (ended.returncode != 0) == fails, ended.stderr + ended.stdout
        if fails:
            return ended.stderr
        return json.loads(ended.stdout) if ended.stdout.startswith(("{", "[")) else ended.stdout

    return call


def ask(aws: Aws, query: str) -> tuple[str, dict[str, Any]]:
    """Run a query to its end; gives its id and description."""
    asked = ("--query-string", query, "--work-group", "planning")
    context = ("--query-execution-context", f"Database={SHARED}")
    number = aws("athena", "start-query-execution", *asked, *context)["QueryExecutionId"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = aws("athena", "get-query-execution", "--query-execution-id", number)
        if found["QueryExecution"]["Status"]["State"] in ("SUCCEEDED", "FAILED"):
            return number, found["QueryExecution"]
    raise TimeoutError(number)


def test_it_knows_who_calls(aws: Aws) -> None:
    found = aws("sts", "get-caller-identity")

    assert found["Arn"] == f"arn:aws:sts::{CONSUMER}:assumed-role/analyst/client"


def test_a_query_is_asked_and_its_file_fetched(aws: Aws, tmp_path: Path) -> None:
    number, ended = ask(aws, "SELECT tail, year FROM planes ORDER BY tail")
    rows = aws("athena", "get-query-results", "--query-execution-id", number, "--output", "json")
    aws("s3", "cp", ended["ResultConfiguration"]["OutputLocation"], "result.csv")

    shown = [
        [cell.get("VarCharValue") for cell in row["Data"]] for row in rows["ResultSet"]["Rows"]
    ]
    assert shown == [["tail", "year"], ["a", "1980"], ["b", "2010"], ["c", None]]
    with (tmp_path / "result.csv").open(newline="") as file:
        assert list(csv.reader(file))[1] == ["a", "1980"]


def test_the_catalogue_is_listed(aws: Aws) -> None:
    tables = aws("glue", "get-tables", "--database-name", SHARED, "--query", "TableList[].Name")

    assert "planes" in tables


def test_a_refusal_is_printed_with_its_reason(aws: Aws) -> None:
    told = aws("glue", "get-table", "--database-name", SHARED, "--name", "ships", fails=True)

    assert "when calling the GetTable operation" in told
    assert "AccessDeniedException" in told or "EntityNotFoundException" in told


def test_the_history_tells_what_the_cli_did(aws: Aws) -> None:
    aws("athena", "list-work-groups")
    attribute = "AttributeKey=EventName,AttributeValue=ListWorkGroups"

    (event,) = aws("cloudtrail", "lookup-events", "--lookup-attributes", attribute)["Events"]

    assert "aws-cli/" in json.loads(event["CloudTrailEvent"])["userAgent"]
