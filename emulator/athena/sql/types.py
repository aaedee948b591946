"""Types of expressions as far as the text of a query shows them, for what Athena refuses by type.

A name has a type only where everything that the query calls so has types of one family.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from emulator.athena.sql.labels import first_select
from emulator.athena.sql.operators import athena_type, type_of

_TRUTHS = (
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like),
    *(exp.And, exp.Or, exp.Not, exp.Exists, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Boolean),
)
_FAMILIES = (
    ("number", ("tinyint", "smallint", "integer", "int", "bigint", "real", "double", "decimal")),
    ("text", ("varchar", "char")),
    ("truth", ("boolean",)),
    ("moment", ("date", "timestamp")),
    ("time", ("time",)),
    ("interval", ("interval",)),
    ("array", ("array",)),
    ("map", ("map",)),
    ("row", ("row",)),
    ("json", ("json",)),
    ("bytes", ("varbinary",)),
)
_ANSWERS = {
    "varchar": (
        *("upper", "lower", "trim", "ltrim", "rtrim", "substr", "replace", "lpad", "rpad"),
        *("date_format", "format_datetime", "json_extract_scalar", "regexp_extract", "chr"),
        *("regexp_replace", "split_part", "to_hex", "url_extract_host", "url_extract_path"),
        *("format", "array_join", "translate", "listagg", "json_format", "to_base64"),
    ),
    "bigint": (
        *("length", "count", "count_if", "cardinality", "year", "month", "day", "hour", "minute"),
        *("second", "week", "quarter", "day_of_week", "day_of_year", "date_diff", "row_number"),
        *("rank", "dense_rank", "ntile", "strpos", "levenshtein_distance", "approx_distinct"),
    ),
    "double": (
        "sqrt",
        "cbrt",
        "ln",
        "log2",
        "log10",
        "exp",
        "pi",
        "random",
        "to_unixtime",
        "nan",
        "infinity",
    ),
    "boolean": (
        *("regexp_like", "contains", "starts_with", "is_nan", "is_finite", "any_match"),
        *("all_match", "none_match", "bool_and", "bool_or", "every", "json_exists"),
    ),
    "json": ("json_parse", "json_extract"),
    "map": ("map", "map_agg", "map_concat", "histogram", "map_filter", "split_to_map"),
    "date": ("date", "last_day_of_month", "from_iso8601_date"),
    "timestamp(3)": ("date_parse",),
    "timestamp(3) with time zone": ("now", "from_unixtime", "from_iso8601_timestamp"),
}
_BY_CALL = {name: kind for kind, names in _ANSWERS.items() for name in names}
_OF_ARGUMENT = ("max", "min", "arbitrary", "any_value", "lag", "lead", "first_value", "coalesce")
_WIDER = ("tinyint", "smallint", "integer", "bigint", "decimal", "real", "double")


def family(kind: str | None) -> str | None:
    """What a type can be compared and combined with, by name."""
    head = (kind or "").replace("(", " ").split(" ", maxsplit=1)[0]
    return next((name for name, heads in _FAMILIES if head in heads), None)


class Types:
    """Types of one statement's expressions."""

    def __init__(self, tree: exp.Expr, tables: Sequence[Mapping[str, str]]) -> None:
        """Read what the statement calls by which name.

        Args:
            tree: the statement, its names in lower case.
            tables: columns of the tables that it reads, with their types as Glue writes them.
        """
        self._columns = {
            name: [table[name] for table in tables if name in table]
            for table in tables
            for name in table
        }
        self._named: dict[str, list[exp.Expr | None]] = {}
        for name, meant in _definitions(tree):
            self._named.setdefault(name, []).append(meant)
        self._looked: dict[str, str | None] = {}

    def of(self, node: exp.Expr | None) -> str | None:  # noqa: PLR0911 - one per kind of node
        """Athena's name of an expression's type; None where the text does not show it."""
        if isinstance(node, (exp.Paren, exp.Neg, exp.Alias, exp.Filter, exp.Window)):
            return self.of(node.this)
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, _TRUTHS):
            return "boolean"
        if isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Div)):
            return self._arithmetic(node)
        if isinstance(node, (exp.Case, exp.If)):
            return self._first(branches(node))
        if isinstance(node, exp.Anonymous):
            return self._call(node)
        if isinstance(node, exp.Subquery):
            top = first_select(node)
            single = isinstance(top, exp.Select) and len(top.expressions) == 1
            return self.of(top.expressions[0]) if single else None
        return _plain(node)

    def _first(self, nodes: Sequence[exp.Expr]) -> str | None:
        kinds = [kind for node in nodes if (kind := self.of(node)) not in (None, "unknown")]
        return kinds[0] if kinds else None

    def _call(self, node: exp.Anonymous) -> str | None:
        name = str(node.this).lower()
        if (name in _OF_ARGUMENT and len(node.expressions) == 1) or name == "coalesce":
            return self._first(node.expressions)
        return _BY_CALL.get(name)

    def _arithmetic(self, node: exp.Binary) -> str | None:
        kinds = [self.of(node.this), self.of(node.expression)]
        families = {family(kind) for kind in kinds}
        if families == {"number"}:
            heads = [str(kind).partition("(")[0] for kind in kinds]
            return max((h for h in heads if h in _WIDER), key=_WIDER.index, default=None)
        if "interval" in families and families & {"moment", "time"}:
            return next(kind for kind in kinds if family(kind) != "interval")
        return None

    def _column(self, node: exp.Column) -> str | None:
        name = node.name
        # A name before the dot that is a column's: the field of a row.
        if not isinstance(node.this, exp.Identifier) or node.text("table") in self._columns:
            return None
        if name not in self._looked:
            self._looked[name] = None  # names that mean each other end here
            self._looked[name] = self._meant(name)
        return self._looked[name]

    def _meant(self, name: str) -> str | None:
        glue = self._columns.get(name, [])
        kinds = [athena_type(exp.DataType.build(kind, dialect="athena")) for kind in glue]
        meanings = self._named.get(name, [])
        kinds += [self.of(node) or "" for node in meanings if not _is_itself(node, name)]
        known = [kind for kind in kinds if kind != "unknown"]
        one = len({family(kind) for kind in known}) == 1
        return (known[0] or None) if one else None


def branches(node: exp.Expr) -> list[exp.Expr]:
    """Values that CASE and IF choose among."""
    if isinstance(node, exp.If):
        chosen = [node.args.get("true"), node.args.get("false")]
    else:
        chosen = [*(when.args.get("true") for when in node.args["ifs"]), node.args.get("default")]
    return [value for value in chosen if value is not None]


def _plain(node: exp.Expr | None) -> str | None:
    if isinstance(node, (exp.Substring, exp.Trim, exp.GroupConcat)):
        return "varchar"
    if isinstance(node, (exp.Extract, exp.StrPosition)):
        return "bigint"
    if isinstance(node, (exp.CurrentDate, exp.ParseJSON)):
        return "date" if isinstance(node, exp.CurrentDate) else "json"
    if isinstance(node, (exp.Interval, exp.Array)):
        return "interval day to second" if isinstance(node, exp.Interval) else "array"
    return type_of(node, {}) if node is not None else None


def _is_itself(node: exp.Expr | None, name: str) -> bool:
    return isinstance(node, exp.Column) and node.name == name


def _definitions(tree: exp.Expr) -> Iterator[tuple[str, exp.Expr | None]]:
    """Every name that the statement gives, with what it names where that is an expression."""
    for alias in tree.find_all(exp.Alias):
        yield alias.alias.lower(), alias.this
    for inner in tree.find_all(exp.Lambda):
        yield from ((parameter.name.lower(), None) for parameter in inner.expressions)
    for table in tree.find_all(exp.TableAlias):
        for index, column in enumerate(table.columns):
            yield from ((column.name.lower(), one) for one in _outputs(table.parent, index))


def _outputs(source: exp.Expr | None, index: int) -> list[exp.Expr | None]:
    """What stands in a column of a derived table."""
    if isinstance(source, exp.Values):
        rows = [
            row.expressions if isinstance(row, exp.Tuple) else [row] for row in source.expressions
        ]
        return [row[index] if index < len(row) else None for row in rows]
    if isinstance(source, (exp.Subquery, exp.CTE)):
        if isinstance(source.this, exp.Values):
            return _outputs(source.this, index)
        top = first_select(source.this)
        items = top.expressions if isinstance(top, exp.Select) else []
        starred = any(item.is_star for item in items)
        return [None if starred or index >= len(items) else items[index]]
    return [None]
