"""Time zones that an expression carries: known while the query is read, since DuckDB keeps none."""

import re

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import call
from emulator.athena.sql.functions import dates

READERS = ("from_iso8601_timestamp",)
_TAKE_A_MOMENT = ("at_timezone", "to_unixtime")
_MOMENTS = (exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ)
_CALENDAR = ("day", "week", "month", "quarter", "year")
_FROM_A_ZONE = (
    *(exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.TIME),
)
_READ_THE_CLOCK = frozenset(
    {"date_format", "format_datetime", "date", "to_unixtime", "at_timezone", "date_diff", "count"}
    | {"to_iso8601", "with_timezone"}
)
_ASK_FOR_THE_MOMENT = (
    *(exp.Paren, exp.Add, exp.Sub, exp.AtTimeZone, exp.Extract, exp.Ordered, exp.Is, exp.In),
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Between),
)
_ISO = re.compile(r"T.*([+-]\d{2})(?::?(\d{2}))?$")
_KEEP = ("date_trunc", "date_add")
_NAMED = re.compile(r"^\d{4}-.*?\s([A-Za-z_]+(?:/[A-Za-z_/+-]+\d*)?|[+-]\d{2}:?\d{2})$")
_OFFSET = re.compile(r"^([+-])(\d{2}):?(\d{2})$")


def zone_of(node: exp.Expr) -> str | None:
    """Zone that Athena would show an expression in, where that is not UTC."""
    zone = _zone(node)
    return None if zone is None or zone.upper() in ("UTC", "Z", "ETC/UTC", "+00:00") else zone


def _zone(node: exp.Expr) -> str | None:
    if isinstance(node, (exp.Paren, exp.Add, exp.Sub)):
        return _zone(node.this)
    if isinstance(node, exp.AtTimeZone):
        return _text(node.args.get("zone"))
    if isinstance(node, exp.Cast) and node.to.this == exp.DType.TIMESTAMPTZ:
        found = _NAMED.match(_text(node.this) or "")
        return found.group(1) if found else None
    return _of_call(node) if isinstance(node, exp.Anonymous) else None


def _of_call(node: exp.Anonymous) -> str | None:
    name, arguments = str(node.this).lower(), node.expressions
    if name in ("at_timezone", "with_timezone", "from_unixtime") and arguments[1:]:
        return _text(arguments[1])
    if name in READERS and arguments:
        found = _ISO.search(_text(arguments[0]) or "")
        return f"{found[1]}:{found[2] or '00'}" if found else None
    return _zone(arguments[-1]) if name in _KEEP and arguments else None


def _text(node: exp.Expr | None) -> str | None:
    return str(node.this) if isinstance(node, exp.Literal) and node.is_string else None


def check(tree: exp.Expr) -> None:
    """Refuse a zone where nothing would keep it: it would be shown, or counted, in UTC.

    Raises:
        QueryFault: NOT_SUPPORTED, with the zone.
    """
    for node in tree.walk():
        zone = zone_of(node)
        if zone is not None and not _is_kept(node, tree):
            refuse(f"a timestamp in zone {zone} here", node)


def _is_kept(node: exp.Expr, tree: exp.Expr) -> bool:
    above = node.parent
    if isinstance(above, (exp.Alias, exp.Select)):
        return isinstance(tree, exp.Select)
    if isinstance(above, exp.Cast):
        return above.to.this in _FROM_A_ZONE
    if isinstance(above, exp.Anonymous):
        name = str(above.this).lower()
        return bool(zone_of(above)) or name in _READ_THE_CLOCK or dates.is_part(name)
    return isinstance(above, _ASK_FOR_THE_MOMENT)


def calendar_of(node: exp.Anonymous) -> str | None:
    """Zone whose days ``date_diff`` counts: that of its first moment; hours are the same in all."""
    unit, *moments = node.expressions or [None]
    by_calendar = (_text(unit) or "").lower() in _CALENDAR
    return zone_of(moments[0]) if by_calendar and moments else None


def in_calendar(node: exp.Expr, zone: str) -> list[exp.Expr]:
    """Arguments of ``date_diff`` with both moments as the clock of a zone shows them."""
    unit, *moments = node.expressions
    return [unit, *(local(moment, zone) for moment in moments)]


def is_unsure(node: exp.Expr, text: exp.Expr) -> bool:
    """Say if a text that the query computes may name another zone, which a result would show."""
    above = node.parent
    asks = isinstance(above, exp.Anonymous) and str(above.this).lower() in _TAKE_A_MOMENT
    return not (asks or isinstance(above, exp.AtTimeZone) or isinstance(text, exp.Literal))


def in_utc(text: exp.Expr) -> exp.Expr:
    """Let a text name no zone but UTC."""
    return call("ath_utc_only", text)


def check_digits(node: exp.Cast) -> None:
    """Refuse to show more digits of a second than results have."""
    text = _text(node.this) or ""
    shown = isinstance(node.parent, (exp.Alias, exp.Select, exp.Cast))
    if node.to.this in _MOMENTS and shown and re.search(r":\d\d\.\d{4}", text):
        refuse("a timestamp of more than 3 digits of a second in a result", node)


def local(moment: exp.Expr, zone: str) -> exp.Expr:
    """Write the clock of a zone at a moment, as a timestamp without zone."""
    offset = _OFFSET.match(zone)
    if offset is None:
        return call("timezone", zone, moment)
    return exp.Paren(this=exp.Add(this=call("timezone", "UTC", moment), expression=_span(offset)))


def moment(clock: exp.Expr, zone: str) -> exp.Expr:
    """Write the moment at which the clock of a zone shows a timestamp."""
    offset = _OFFSET.match(zone)
    if offset is None:
        return call("timezone", zone, clock)
    return call("timezone", "UTC", exp.Paren(this=exp.Sub(this=clock, expression=_span(offset))))


def _span(offset: "re.Match[str]") -> exp.Expr:
    minutes = int(offset.group(2)) * 60 + int(offset.group(3))
    sign = -1 if offset.group(1) == "-" else 1
    return call("to_minutes", exp.Literal.number(sign * minutes))
