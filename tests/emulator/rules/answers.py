"""What a call or a query answered, as rules compare it."""

from collections.abc import Mapping
from typing import Any


class RefusedStepError(AssertionError):
    """A step that only arranges was refused: the rule was not judged."""


def result(answer: Mapping[str, Any], query: Mapping[str, Any]) -> Mapping[str, Any]:
    """A query's columns by name and its rows as texts, without the line of headers."""
    found = answer["ResultSet"]
    columns = [column["Name"] for column in found["ResultSetMetadata"]["ColumnInfo"]]
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for row in found["Rows"]]
    if query.get("StatementType") == "DML":
        rows = rows[1:]
    return {"columns": columns, "rows": rows}


def at(answer: Mapping[str, Any], path: str) -> str:
    """What stands at ``resourceShareInvitations.0.status``.

    Raises:
        RefusedStepError: if nothing stands there.
    """
    found: Any = answer
    for part in path.split("."):
        try:
            found = found[int(part)] if part.isdigit() else found[part]
        except (KeyError, IndexError):
            raise RefusedStepError(f"the answer has no {path}: {answer}") from None
    return str(found)


def without_metadata(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer without what is about the call."""
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}
