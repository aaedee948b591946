"""Reading a statement that writes: Trino's grammar for data, Hive's for definitions."""

import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.sql.dialect import AthenaQueries, parse
from emulator.athena.writing.changes import read_change
from emulator.athena.writing.definitions import read_alter, read_create_table
from emulator.athena.writing.properties import properties_of
from emulator.athena.writing.statements import (
    CreateDatabase,
    CreateTableAs,
    CreateView,
    Drop,
    InsertInto,
    Name,
    Unload,
    Write,
)

_COMMENTS = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)
_HIVE = re.compile(
    r"CREATE\s+EXTERNAL\s|CREATE\s+(?:DATABASE|SCHEMA)\s|DROP\s+(?:TABLE|DATABASE|SCHEMA)\s|ALTER\s"
    r"|CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[^\s(]+\s*\(|[^;]*`",
    re.IGNORECASE | re.DOTALL,
)
_UNLOAD_TO = re.compile(r"\s*TO\s+'([^']+)'\s*WITH\s*\((.*)\)\s*;?\s*$", re.IGNORECASE | re.DOTALL)


def read(text: str, database: str) -> Write:
    """Read a statement; names without a database are of ``database``.

    Raises:
        QueryFault: SYNTAX_ERROR, or NOT_SUPPORTED for what only Athena runs.
    """
    start = _COMMENTS.match(text)
    bare = text[start.end() if start else 0 :]
    if bare[:6].upper() == "UNLOAD":
        return _unload(text)
    tree = _parse_hive(text) if _HIVE.match(bare) else parse(text)
    if isinstance(tree, exp.Create):
        return _create(tree, text, database)
    if isinstance(tree, (exp.Insert, exp.Drop, exp.Alter)):
        return _redefine(tree, database)
    if isinstance(tree, (exp.Delete, exp.Update, exp.Merge)):
        return read_change(tree, name_of(tree.this, database))
    word = " ".join(bare.split()[:2]).upper()
    return refuse(f"{word.split(maxsplit=1)[0]}" if word[:5] != "ALTER" else word)


def _parse_hive(text: str) -> exp.Expr:
    try:
        trees = sqlglot.parse(text, read="athena")
    except SqlglotError as error:
        raise QueryFault("SYNTAX_ERROR", f"line 1:1: {str(error).splitlines()[0]}") from None
    if len(trees) != 1 or trees[0] is None:
        raise QueryFault("SYNTAX_ERROR", "line 1:1: Only one sql statement is allowed")
    return trees[0]


def _create(tree: exp.Create, text: str, database: str) -> Write:
    kind, query = str(tree.args.get("kind")).upper(), tree.args.get("expression")
    if kind in ("DATABASE", "SCHEMA"):
        place = tree.find(exp.LocationProperty)
        where = str(place.this.name) if place is not None else ""
        return CreateDatabase(Name(_named(tree.this)), bool(tree.args.get("exists")), where)
    if kind == "VIEW" and query is not None:
        name = name_of(tree.this, database)
        return CreateView(name, query, _after_as(text), bool(tree.args.get("replace")))
    if kind != "TABLE":
        refuse(f"CREATE {kind}")
    if query is None:
        return read_create_table(tree, name_of(tree.this, database))
    properties = properties_of(tree)
    with_data = tree.find(exp.WithDataProperty)
    return CreateTableAs(
        name_of(tree.this, database),
        query,
        properties,
        bool(tree.args.get("exists")),
        with_data=with_data is None or not with_data.args.get("no"),
    )


def _named(table: exp.Expr) -> str:
    return str(table.name or table.args["db"].name).lower()


def name_of(node: exp.Expr, database: str) -> Name:
    """A table's name in lower case, as the catalogue keeps it."""
    table = node.this if isinstance(node, exp.Schema) else node
    if not isinstance(table, exp.Table):
        raise QueryFault("SYNTAX_ERROR", "line 1:1: the statement names no table")
    return Name((table.db or database).lower(), table.name.lower())


def _insert(tree: exp.Insert, database: str) -> InsertInto:
    if tree.args.get("overwrite") or tree.expression is None:
        refuse("INSERT OVERWRITE", tree)
    columns = tree.this.expressions if isinstance(tree.this, exp.Schema) else []
    names = [column.name.lower() for column in columns]
    return InsertInto(name_of(tree.this, database), tree.expression, names)


def _redefine(tree: exp.Insert | exp.Drop | exp.Alter, database: str) -> Write:
    if isinstance(tree, exp.Insert):
        return _insert(tree, database)
    if isinstance(tree, exp.Alter):
        return read_alter(tree, name_of(tree.this, database))
    kind = str(tree.args.get("kind")).upper().replace("SCHEMA", "DATABASE")
    if kind not in ("TABLE", "VIEW", "DATABASE"):
        refuse(f"DROP {kind}", tree)
    table = tree.args["tables"][0]
    name = Name(_named(table)) if kind == "DATABASE" else name_of(table, database)
    return Drop(kind, name, bool(tree.args.get("exists")), bool(tree.args.get("cascade")))


def _after_as(text: str) -> str:
    tokens = AthenaQueries().tokenize(text)
    at = next(token for token in tokens if token.token_type == TokenType.ALIAS)
    return text[at.end + 1 :].strip().rstrip(";").strip()


def _unload(text: str) -> Unload:
    tokens = AthenaQueries().tokenize(text)
    opened = [token for token in tokens if token.token_type == TokenType.L_PAREN]
    depth, end = 0, None
    for token in tokens:
        depth += (token.token_type == TokenType.L_PAREN) - (token.token_type == TokenType.R_PAREN)
        if token.token_type == TokenType.R_PAREN and depth == 0:
            end = token.start
            break
    found = _UNLOAD_TO.match(text, end + 1) if end is not None else None
    if not opened or found is None:
        raise QueryFault(
            "SYNTAX_ERROR", "line 1:1: write UNLOAD (query) TO 's3://…' WITH (format = '…')"
        )
    start = opened[0].end + 1
    # Blanks in place of what stands before it keep the query's lines and columns.
    before = re.sub(r"[^\n]", " ", text[:start])
    made = parse(f"CREATE TABLE t WITH ({found[2]}) AS SELECT 1")
    return Unload(parse(before + text[start:end]), found[1], properties_of(made))
