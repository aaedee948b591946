"""Athena's expressions as DuckDB's: what is not listed here is refused by name."""

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql import casts, equality, operators, unnest, zones
from emulator.athena.sql.calls import apply, call, twice
from emulator.athena.sql.functions import SCALAR, dates, documents
from emulator.athena.sql.functions.aggregates import AGGREGATES
from emulator.athena.sql.kinds import Columns, decimal_of, is_decimal, is_json, is_map
from emulator.athena.sql.types import Types, family

Finish = Callable[[exp.Expr], exp.Expr]
"""Builds the translation of a node once its children are translated."""

_STRUCTURE = (
    *(exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered),
    *(exp.Limit, exp.Offset, exp.Fetch, exp.LimitOptions, exp.With, exp.CTE, exp.Subquery),
    *(exp.SetOperation, exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier),
    *(exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.And, exp.Or, exp.Not),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between),
    *(exp.Like, exp.Escape, exp.Exists, exp.Any, exp.All, exp.Case, exp.If, exp.Mul, exp.Mod),
    *(exp.Neg, exp.DPipe, exp.DataType, exp.DataTypeParam, exp.ColumnDef, exp.Interval, exp.Var),
    *(exp.Lambda, exp.Distinct, exp.Filter, exp.Window, exp.WindowSpec, exp.IgnoreNulls),
    *(exp.RespectNulls, exp.Array, exp.Dot, exp.Tuple, exp.Values, exp.TableSample, exp.Cube),
    *(exp.Rollup, exp.GroupingSets, exp.NullSafeEQ, exp.NullSafeNEQ, exp.HexString, exp.Try),
    *(exp.UnicodeString, exp.IntervalSpan, exp.WithinGroup, exp.Tuple, exp.Lateral),
)
_CLOCKS: dict[type[exp.Expr], str] = {
    exp.CurrentDate: "ath_current_date",
    exp.CurrentTimestamp: "ath_now",
    exp.Localtimestamp: "ath_localtimestamp",
    exp.Localtime: "ath_localtime",
}
# These show a moment in its zone: the clock of that zone is what they must be given.
_SHOW_THE_CLOCK = frozenset(
    {"date_format", "format_datetime", "date", *(n for n in SCALAR if dates.is_part(n))}
)


class Lowering:
    """Translates one statement's expressions in place.

    Attributes:
        columns: types of the columns in sight.
        types: types of expressions.
    """

    def __init__(self, columns: Columns, types: Types) -> None:
        self.columns, self.types = columns, types

    def lower(self, node: exp.Expr) -> None:
        """Translate a tree below its root, which must be a query."""
        finish = self._decide(node)
        for child in list(node.iter_expressions()):
            self.lower(child)
        if finish is not None:
            made = finish(node)
            if made is not node:
                node.replace(made)

    def _decide(self, node: exp.Expr) -> Finish | None:
        if type(node) in _DECIDED:
            return _DECIDED[type(node)](self, node)
        if type(node) in _FORMS:
            return _FORMS[type(node)]
        if isinstance(node, exp.JSONExtract) and node.args.get("json_query"):
            return _json_query
        if not isinstance(node, _STRUCTURE):
            refuse(_written(node), node)
        return operators.STRICT.get(type(node))

    def call(self, node: exp.Anonymous) -> Finish | None:  # noqa: PLR0911 - one per special name
        """Translate a call by its name; what is not on the list is refused."""
        name = str(node.this).lower()
        if name in AGGREGATES:
            self._note(node, name)
            return None
        if name == "try":
            return lambda made: exp.Try(this=made.expressions[0])
        if name == "typeof":
            return operators.type_name(node, self.columns)
        if name in ("with_timezone", "date_trunc", "date_add", "to_iso8601"):
            special = self._in_zone(node, name)
            if special is not None:
                return special
        if name == "date_diff" and (counted := zones.calendar_of(node)):
            return lambda made: apply(name, made, SCALAR[name], zones.in_calendar(made, counted))
        if name == "element_at" and not is_map(node.expressions[0], self.columns):
            return lambda made: call("ath_array_at", *made.expressions)
        function = SCALAR.get(name)
        if function is None:
            return refuse(f"function {name}", node)
        if (
            name in zones.READERS
            and node.expressions
            and zones.is_unsure(node, node.expressions[0])
        ):
            return lambda made: apply(name, made, function, [zones.in_utc(made.expressions[0])])
        zone = zones.zone_of(node.expressions[0]) if node.expressions else None
        clock = zone if name in _SHOW_THE_CLOCK else None
        return lambda made: apply(name, made, function, _shown(made.expressions, clock))

    def _in_zone(self, node: exp.Anonymous, name: str) -> Finish | None:
        if name == "with_timezone":
            zone = operators.literal(node.expressions[1], "a zone")
            return lambda made: zones.moment(
                twice("ath_cast_timestamp")([made.expressions[0]]), zone
            )
        zone_kept = zones.zone_of(node.expressions[-1]) if node.expressions else None
        if zone_kept is None:
            return None
        if name == "to_iso8601":
            return refuse(f"to_iso8601 in zone {zone_kept}", node)

        def finish(made: exp.Expr) -> exp.Expr:
            clock = zones.local(made.expressions[-1], zone_kept)
            built = apply(name, made, SCALAR[name], [*made.expressions[:-1], clock])
            return zones.moment(built, zone_kept)

        return finish

    def cast(self, node: exp.Cast) -> Finish:
        """Translate a cast by what is known of its operand."""
        zones.check_digits(node)
        anonymous = isinstance(node.this, exp.Anonymous) and str(node.this.this).lower() == "row"
        if anonymous and node.to.this == exp.DType.JSON:
            refuse("a cast of a row without names to JSON", node)
        document, zone = is_json(node.this), zones.zone_of(node.this)
        target = node.to.this
        if zone is not None and target in (exp.DType.VARCHAR, exp.DType.TEXT):
            return lambda made: operators.zoned_text(made.this, zone)
        if zone is not None and target in (exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.TIME):
            return lambda made: casts.translate(_with(made, zones.local(made.this, zone)))
        text = family(self.types.of(node.this)) == "text"
        if target == exp.DType.TIMESTAMPTZ and text and zones.is_unsure(node, node.this):
            return lambda made: casts.translate(_with(made, zones.in_utc(made.this)))
        return lambda made: casts.translate(_as_cast(made), document=document)

    def _note(self, node: exp.Anonymous, name: str) -> None:
        """Keep what the second pass must know of an aggregate's argument."""
        argument = node.expressions[0] if node.expressions else None
        if argument is None or name not in ("avg", "sum"):
            return
        node.meta["real"] = self.types.of(argument) == "real"
        kind = decimal_of(argument, self.columns)
        if name == "avg" and kind is not None and is_decimal(argument, self.columns):
            node.meta["decimal"] = kind

    def unnest(self, node: exp.Unnest) -> Finish:
        """Translate UNNEST into a lateral query."""
        maps = [is_map(value, self.columns) for value in node.expressions]
        return lambda _: unnest.translate(node, maps)

    def extract(self, node: exp.Extract) -> Finish:
        """Translate EXTRACT by its field."""
        name, zone = node.name.lower(), zones.zone_of(node.expression)
        if not dates.is_part(name):
            refuse(f"extract({name})", node)
        return lambda made: dates.part(name, *_shown([made.expression], zone))


def _shown(arguments: list[exp.Expr], zone: str | None) -> list[exp.Expr]:
    return [zones.local(arguments[0], zone), *arguments[1:]] if zone else arguments


def _as_cast(node: exp.Expr) -> exp.Cast:
    if not isinstance(node, exp.Cast):
        raise TypeError(f"a cast was expected, got {type(node).__name__}")
    return node


def _with(node: exp.Expr, operand: exp.Expr) -> exp.Cast:
    node.set("this", operand)
    return _as_cast(node)


def _at_time_zone(node: exp.Expr) -> exp.Expr:
    operators.literal(node.args["zone"], "a zone")
    return twice("ath_cast_timestamptz")([node.this])


def _json_query(node: exp.Expr) -> exp.Expr:
    if any(node.args.get(option) for option in ("option", "quote", "on_condition")):
        refuse("json_query with options", node)
    return documents.by_path("py_json_query", node.this, node.expression)


def _json_value(node: exp.Expr) -> exp.Expr:
    if node.args.get("returning") or node.args.get("on_condition"):
        refuse("json_value with options", node)
    return documents.by_path("py_json_value", node.this, node.args["path"])


def _written(node: exp.Expr) -> str:
    kind = type(node).__name__
    names = {"MatchRecognize": "MATCH_RECOGNIZE", "Placeholder": "a parameter without value"}
    return names.get(kind, f"'{kind}'")


def _arithmetic(self: Lowering, node: exp.Binary) -> Finish | None:
    return operators.arithmetic(node, self.columns)


def _subscript(self: Lowering, node: exp.Bracket) -> Finish | None:
    return operators.subscript(node, keyed=is_map(node.this, self.columns))


def _compare(self: Lowering, node: exp.Expr) -> Finish | None:
    return equality.compare(node, self.types)


def _join(self: Lowering, node: exp.Expr) -> Finish | None:
    kinds = (family(self.types.of(side)) for side in (node.this, node.expression))
    return operators.join((next(kinds), next(kinds)))


# What is decided by what a node is made of, and what every node of a kind becomes.
_DECIDED: dict[type[exp.Expr], Callable[[Lowering, Any], Finish | None]] = {
    exp.Anonymous: Lowering.call,
    exp.Cast: Lowering.cast,
    exp.TryCast: Lowering.cast,
    exp.Unnest: Lowering.unnest,
    exp.Extract: Lowering.extract,
    exp.Bracket: _subscript,
    exp.DPipe: _join,
    **dict.fromkeys((exp.Add, exp.Sub, exp.Div), _arithmetic),
    **dict.fromkeys(equality.COMPARISONS, _compare),
}
_FORMS: dict[type[exp.Expr], Finish] = {
    **operators.SPECIAL_FORMS,
    **{kind: lambda made: call(_CLOCKS[type(made)]) for kind in _CLOCKS},
    exp.AtTimeZone: _at_time_zone,
    exp.JSONValue: _json_value,
    exp.ParseJSON: lambda made: documents.parsed(made.this),
}
