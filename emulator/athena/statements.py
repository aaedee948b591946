"""Which statement a text is: a query, a look into the catalogue, or what only Athena runs."""

import re
from dataclasses import dataclass
from typing import Literal

from emulator.athena.faults import QueryFault

Kind = Literal[
    "query", "databases", "tables", "views", "columns", "describe", "properties", "write"
]
_NAME = r"[`\"]?([\w-]+)[`\"]?"
_SHOW: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "databases",
        re.compile(r"SHOW\s+(?:DATABASES|SCHEMAS)(?:\s+LIKE\s+'([^']*)')?$", re.IGNORECASE),
    ),
    (
        "tables",
        re.compile(
            rf"SHOW\s+TABLES(?:\s+(?:IN|FROM)\s+{_NAME})?(?:\s+(?:LIKE\s+)?'([^']*)')?$",
            re.IGNORECASE,
        ),
    ),
    (
        "views",
        re.compile(
            rf"SHOW\s+VIEWS(?:\s+(?:IN|FROM)\s+{_NAME})?(?:\s+(?:LIKE\s+)?'([^']*)')?$",
            re.IGNORECASE,
        ),
    ),
    (
        "properties",
        re.compile(rf"SHOW\s+TBLPROPERTIES\s+(?:{_NAME}\.)?{_NAME}$", re.IGNORECASE),
    ),
    (
        "columns",
        re.compile(
            rf"SHOW\s+COLUMNS\s+(?:IN|FROM)\s+(?:{_NAME}\.)?{_NAME}(?:\s+(?:IN|FROM)\s+{_NAME})?$",
            re.IGNORECASE,
        ),
    ),
    (
        "describe",
        re.compile(
            rf"DESC(?:RIBE)?\s+(?!(?:FORMATTED|EXTENDED)\s)(?:{_NAME}\.)?{_NAME}$", re.IGNORECASE
        ),
    ),
)
WRITES = frozenset({"CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "MERGE", "UNLOAD"})
ONLY_ATHENA = frozenset(
    {"EXPLAIN"}
    | {"OPTIMIZE", "VACUUM", "MSCK", "ANALYZE", "GRANT", "REVOKE", "CALL", "USING", "TABLE"}
)
_COMMENT = re.compile(r"^(?:\s+|--[^\n]*\n|/\*.*?\*/)+", re.DOTALL)


@dataclass(frozen=True)
class Statement:
    """What to do."""

    kind: Kind
    database: str = ""
    table: str = ""
    pattern: str = ""


def classify(text: str) -> Statement:
    """Tell what a statement asks for.

    Raises:
        QueryFault: NOT_SUPPORTED, naming what only Athena runs; SYNTAX_ERROR for no statement.
    """
    bare = _COMMENT.sub("", f" {text}").rstrip().rstrip(";").rstrip()
    if not bare:
        raise QueryFault("SYNTAX_ERROR", "line 1:1: the statement is empty")
    word = re.split(r"[\s(]", bare, maxsplit=1)[0].upper()
    if word in ("SELECT", "WITH", "VALUES", "") or bare.startswith("("):
        return Statement("query")
    if word in ("SHOW", "DESCRIBE", "DESC"):
        return _look(bare)
    if word in WRITES:
        return Statement("write")
    if word in ONLY_ATHENA:
        raise QueryFault(
            "NOT_SUPPORTED",
            f"line 1:1: {word} is not supported by the local engine; it runs on Athena",
        )
    raise QueryFault("SYNTAX_ERROR", f"line 1:1: mismatched input '{bare.split()[0]}'")


def _look(bare: str) -> Statement:
    for kind, pattern in _SHOW:
        if (found := pattern.match(" ".join(bare.split()))) is None:
            continue
        if kind == "databases":
            return Statement("databases", pattern=found[1] or "")
        if kind in ("tables", "views"):
            return Statement(kind, (found[1] or "").lower(), pattern=found[2] or "")
        database = found[1] or (found[3] if kind == "columns" else "") or ""
        return Statement(kind, database.lower(), found[2].lower())
    what = " ".join(bare.split()[:2]).upper()
    raise QueryFault(
        "NOT_SUPPORTED", f"line 1:1: {what} is not supported by the local engine; it runs on Athena"
    )
