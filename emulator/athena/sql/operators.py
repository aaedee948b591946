"""Operators and the forms with a grammar of their own."""

from collections.abc import Callable

from sqlglot import exp

from emulator.athena.faults import QueryFault, place, refuse
from emulator.athena.sql import zones
from emulator.athena.sql.calls import call, cast, text_of, twice
from emulator.athena.sql.functions import strings
from emulator.athena.sql.kinds import Columns, Decimal, decimal_of, is_decimal, is_interval
from emulator.athena.sql.paths import HIDES

Finish = Callable[[exp.Expr], exp.Expr]


def literal(node: exp.Expr, what: str) -> str:
    """Read a text that must be written out."""
    return text_of(node, what)


def arithmetic(node: exp.Binary, columns: Columns) -> Finish | None:
    """Translate ``+``, ``-`` and ``/`` by what is known of their sides."""
    if isinstance(node, exp.Div):
        return _division(node, columns)
    left, right = is_interval(node.this), is_interval(node.expression)
    if isinstance(node, exp.Add):
        if left and not right:
            return lambda made: call("ath_plus_interval", made.expression, made.this)
        return (
            (lambda made: call("ath_plus_interval", made.this, made.expression)) if right else None
        )
    if right:
        return lambda made: call("ath_minus_interval", made.this, made.expression)
    if _is_number(node.this) or _is_number(node.expression):
        return None
    return lambda made: call("ath_minus", made.this, made.expression)


def _is_number(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string


def _division(node: exp.Div, columns: Columns) -> Finish:
    first, second = decimal_of(node.this, columns), decimal_of(node.expression, columns)
    fractions = is_decimal(node.this, columns) or is_decimal(node.expression, columns)
    if fractions and first is not None and second is not None:
        return lambda made: divide(made.this, first, made.expression, second, first.over(second))
    return lambda made: call("ath_div", made.this, made.expression)


def divide(
    above: exp.Expr, kind: Decimal, below: exp.Expr, other: Decimal, answer: Decimal
) -> exp.Expr:
    """Divide decimals exactly, half up at the answer's scale."""
    shift = answer.scale - kind.scale + other.scale
    raised = exp.Mul(
        this=_unscaled(above, kind),
        expression=cast(exp.Literal.string(f"1{'0' * shift}"), "HUGEINT"),
    )
    digits = call("ath_div_half_up", raised, _unscaled(below, other))
    text = exp.DPipe(
        this=cast(digits, "VARCHAR"), expression=exp.Literal.string(f"E-{answer.scale}")
    )
    return cast(cast(exp.Paren(this=text), str(Decimal(38, answer.scale))), str(answer))


def _unscaled(value: exp.Expr, kind: Decimal) -> exp.Expr:
    return cast(call("replace", cast(cast(value, str(kind)), "VARCHAR"), ".", ""), "HUGEINT")


def join(kinds: tuple[str | None, str | None]) -> Finish | None:
    """Translate ``||`` between two families of types: an array takes an element."""
    if kinds[0] == "array" and kinds[1] not in (None, "array"):
        return lambda made: call("list_append", made.this, made.expression)
    if kinds[1] == "array" and kinds[0] not in (None, "array"):
        return lambda made: call("list_prepend", made.this, made.expression)
    return None


def subscript(node: exp.Bracket, *, keyed: bool) -> Finish:
    """Translate ``a[i]``: outside of the array, or a key that is not there, fails."""
    if len(node.expressions) != 1 or isinstance(node.expressions[0], exp.Slice):
        refuse("this subscript", node)
    if isinstance(node.this, exp.Anonymous) and str(node.this.this).lower() == "row":
        return lambda made: call("struct_extract_at", made.this, made.expressions[0])
    name = "ath_key" if keyed else "ath_index"
    return lambda made: call(name, made.this, made.expressions[0])


def zoned_text(value: exp.Expr, zone: str) -> exp.Expr:
    """Write a moment in its zone, as Athena casts it to varchar."""
    clock = call("strftime", zones.local(value, zone), "%Y-%m-%d %H:%M:%S.%g")
    return exp.Paren(this=exp.DPipe(this=clock, expression=exp.Literal.string(f" {zone}")))


def type_name(node: exp.Anonymous, columns: Columns) -> Finish:
    """Answer ``typeof`` where the type shows in the text of the query."""
    name = type_of(node.expressions[0], columns)
    if name is None:
        return refuse("typeof of a computed value", node)
    return lambda _: exp.Literal.string(name)


def type_of(value: exp.Expr, columns: Columns) -> str | None:
    """Athena's name of a type that shows in the text of the query; None for any other."""
    if isinstance(value, (exp.Paren, exp.Neg)):
        return type_of(value.this, columns)
    if isinstance(value, exp.Literal):
        return f"varchar({len(value.this)})" if value.is_string else _number_type(value.this)
    if isinstance(value, exp.Cast):
        return athena_type(value.to)
    if isinstance(value, exp.Column) and value.name.lower() in columns:
        return athena_type(exp.DataType.build(columns[value.name.lower()], dialect="athena"))
    if isinstance(value, (exp.Boolean, exp.Null)):
        return "boolean" if isinstance(value, exp.Boolean) else "unknown"
    return None


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return "double"
    if "." in text:
        whole, fraction = text.split(".")
        return f"decimal({max(1, len(whole.lstrip('0')) + len(fraction))},{len(fraction)})"
    return "integer" if int(text) < 2**31 else "bigint"


def athena_type(kind: exp.DataType) -> str:
    """Write a type as Athena names it."""
    text = str(kind.sql("trino")).lower().replace(", ", ",")
    return {"timestamp": "timestamp(3)", "string": "varchar"}.get(text, text)


def _trim(node: exp.Expr) -> exp.Expr:
    where = str(node.args.get("position") or "BOTH").upper()
    names = {"BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}
    if node.expression is None:
        return call(f"ath_{names[where]}", node.this)
    return call(names[where], node.this, node.expression)


def _substring(node: exp.Expr) -> exp.Expr:
    arguments = [node.this, *(node.args[k] for k in ("start", "length") if node.args.get(k))]
    return strings.FUNCTIONS["substring"].build(arguments)


def _position(node: exp.Expr) -> exp.Expr:
    return call("strpos", node.this, node.args["substr"])


def _normalize(node: exp.Expr) -> exp.Expr:
    form = node.args.get("form")
    return strings.FUNCTIONS["normalize"].build([node.this, *([form] if form else [])])


def _listagg(node: exp.Expr) -> exp.Expr:
    separator = node.args.get("separator") or exp.Literal.string("")
    order, value = node.this, node.this
    if not isinstance(order, exp.Order):
        return call("string_agg", value, separator)
    value = order.this
    order.set("this", separator)
    return call("string_agg", twice("ath_cast_varchar")([value]), order)


def _interval(node: exp.Expr) -> exp.Expr:
    unit = node.args.get("unit")
    if not isinstance(unit, exp.IntervalSpan):
        return node
    span = f"{unit.this.name} TO {unit.expression.name}".upper()
    text = str(node.this.this).strip()
    if span == "YEAR TO MONTH":
        years, _, months = text.partition("-")
        return call("to_months", int(years) * 12 + int(months or 0))
    if span in ("DAY TO SECOND", "DAY TO MINUTE", "DAY TO HOUR"):
        days, _, clock = text.partition(" ")
        clock += ":00" * (2 - clock.count(":"))
        return cast(exp.Literal.string(f"{days} days {clock}"), "INTERVAL")
    return refuse(f"INTERVAL {span}", node)


def _sampled(node: exp.Expr) -> exp.Expr:
    return refuse("TABLESAMPLE", node)


def _set_operation(node: exp.Expr) -> exp.Expr:
    if node.args.get("by_name"):
        refuse("BY NAME", node)
    return node


def _grouped(node: exp.Expr) -> exp.Expr:
    return refuse("GROUP BY ALL", node) if node.args.get("all") else node


def _starred(node: exp.Expr) -> exp.Expr:
    options = ("except_", "replace", "rename", "except")
    if not node.meta.get(HIDES) and any(node.args.get(option) for option in options):
        raise QueryFault("SYNTAX_ERROR", f"{place(node)}: mismatched input '('")
    return node


def _joined(node: exp.Expr) -> exp.Expr:
    if node.args.get("method") == "NATURAL":
        raise QueryFault("NOT_SUPPORTED", f"{place(node)}: Natural join not supported")
    if node.args.get("method") or node.args.get("kind") in ("SEMI", "ANTI"):
        raise QueryFault("SYNTAX_ERROR", f"{place(node)}: mismatched input 'JOIN'")
    return node


def _distinct(node: exp.Expr) -> exp.Expr:
    if node.args.get("on") is not None:
        raise QueryFault("SYNTAX_ERROR", f"{place(node)}: mismatched input 'ON'")
    return node


def _limited(node: exp.Expr) -> exp.Expr:
    if node.args.get("percent"):
        raise QueryFault("SYNTAX_ERROR", f"{place(node.parent)}: mismatched input '%'")
    return node


SPECIAL_FORMS: dict[type[exp.Expr], Finish] = {
    exp.Trim: _trim,
    exp.Substring: _substring,
    exp.StrPosition: _position,
    exp.Normalize: _normalize,
    exp.GroupConcat: _listagg,
}
STRICT: dict[type[exp.Expr], Finish] = {
    exp.Interval: _interval,
    exp.TableSample: _sampled,
    exp.Group: _grouped,
    exp.Star: _starred,
    exp.Union: _set_operation,
    exp.Join: _joined,
    exp.Distinct: _distinct,
    exp.LimitOptions: _limited,
}
