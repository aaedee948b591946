"""What makes a query end FAILED, in Athena's words."""

from typing import Literal, NoReturn

from sqlglot import exp

Blame = Literal["user", "system"]


class QueryFault(Exception):  # noqa: N818 - a failed query is an answer of the service, not an error of it
    """A query ends FAILED with this reason.

    Attributes:
        code: Athena's name of the fault (``TABLE_NOT_FOUND``); empty where Athena writes none.
        blame: whose fault it is, as ``AthenaError.ErrorCategory`` tells.
    """

    def __init__(self, code: str, message: str, blame: Blame = "user") -> None:
        self.code, self.blame = code, blame
        super().__init__(f"{code}: {message}" if code else message)


def place(node: exp.Expr | None) -> str:
    """Say where in the statement a node stands, as ``line 1:8``; the start if nobody knows."""
    for part in node.walk() if node is not None else ():
        if "line" in part.meta:
            width = part.meta["end"] - part.meta["start"]
            return f"line {part.meta['line']}:{max(1, part.meta['col'] - width)}"
    return "line 1:1"


def refuse(what: str, node: exp.Expr | None = None) -> NoReturn:
    """Refuse what Athena has and this engine has not, by name, before anything ran."""
    raise QueryFault(
        "NOT_SUPPORTED",
        f"{place(node)}: {what} is not supported by the local engine; it runs on Athena",
    )


def table_not_found(catalogue: str, database: str, table: str, node: exp.Expr | None) -> QueryFault:
    """Answer for a table that does not exist or that the caller may not know of."""
    return QueryFault(
        "TABLE_NOT_FOUND", f"{place(node)}: Table '{catalogue}.{database}.{table}' does not exist"
    )


def column_not_found(column: str, node: exp.Expr | None) -> QueryFault:
    """Answer for a column that does not exist or was not granted: Athena tells no difference."""
    return QueryFault(
        "COLUMN_NOT_FOUND",
        f"{place(node)}: Column '{column}' cannot be resolved or requester is not authorized"
        " to access requested resources",
    )
