"""``FOR TIMESTAMP AS OF`` and ``FOR VERSION AS OF``: which snapshot of a table a query wants.

Source: https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-time-travel-and-version-travel-queries.html
"""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlglot import exp

from emulator.athena.faults import QueryFault, place, refuse

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?(?:\s*(\S+))?$")
_UNITS = ("second", "minute", "hour", "day", "week")


@dataclass(frozen=True)
class AsOf:
    """One of a snapshot's number, its branch or tag, or a moment."""

    snapshot: int | None = None
    reference: str | None = None
    moment: dt.datetime | None = None


def as_of(node: exp.Expr) -> AsOf | None:
    """What a table's version asks for, if it has one.

    Raises:
        QueryFault: the version is no constant that is understood here.
    """
    version = node.args.get("version")
    if version is None:
        return None
    if version.args.get("kind") != "AS OF":
        refuse(f"FOR {version.this} {version.args.get('kind')}", node)
    wanted = version.expression
    while isinstance(wanted, exp.Paren):
        wanted = wanted.this
    if version.this == "TIMESTAMP":
        return AsOf(moment=_moment(wanted))
    if isinstance(wanted, exp.Literal):
        return AsOf(reference=wanted.this) if wanted.is_string else AsOf(snapshot=int(wanted.this))
    return refuse("a version that is no number and no name", node)


def _moment(node: exp.Expr) -> dt.datetime:
    if isinstance(node, exp.Paren):
        return _moment(node.this)
    if isinstance(node, exp.CurrentTimestamp) or _is_call(node, "now"):
        return dt.datetime.now(dt.UTC)
    if isinstance(node, exp.CurrentDate):
        return dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if isinstance(node, (exp.Add, exp.Sub)) and isinstance(node.expression, exp.Interval):
        span = _span(node.expression)
        return _moment(node.this) + (span if isinstance(node, exp.Add) else -span)
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal):
        return _written(node.this.this, node)
    return refuse("time travel to what is no constant", node)


def _is_call(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == name


def _span(interval: exp.Interval) -> dt.timedelta:
    unit = str(interval.args["unit"].this).lower().rstrip("s")
    if unit not in _UNITS:
        refuse(f"time travel by an interval of {unit}s", interval)
    return dt.timedelta(**{f"{unit}s": float(interval.this.this)})


def _written(text: str, node: exp.Expr) -> dt.datetime:
    found = _MOMENT.match(text.strip())
    if found is None:
        raise QueryFault("INVALID_LITERAL", f"{place(node)}: '{text}' is not a valid timestamp")
    clock = dt.datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}")
    try:
        # Without a zone a moment is one of the session's zone, which is UTC.
        zone = ZoneInfo(found[3] or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return dt.datetime.fromisoformat(f"{clock.isoformat()}{found[3]}")
    return clock.replace(tzinfo=zone)
