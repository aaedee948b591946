"""Dates, times, zones: formats are translated while the query is read, units are checked."""

from sqlglot import exp

from emulator.athena.faults import QueryFault, place, refuse
from emulator.athena.sql.calls import Function, call, cast, renamed, text_of, twice
from emulator.athena.sql.functions import patterns

_UNITS = (
    "millisecond",
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "year",
)
_PARTS = {
    "year": "year",
    "quarter": "quarter",
    "month": "month",
    "week": "week",
    "week_of_year": "week",
    "day": "day",
    "day_of_month": "day",
    "day_of_week": "isodow",
    "dow": "isodow",
    "day_of_year": "doy",
    "doy": "doy",
    "year_of_week": "isoyear",
    "yow": "isoyear",
    "hour": "hour",
    "minute": "minute",
    "second": "second",
    "millisecond": "millisecond",
}


def part(name: str, value: exp.Expr) -> exp.Expr:
    """Take a field of a date or time, as ``extract`` and the functions of that name do."""
    taken = call("ath_part", _PARTS[name], value)
    if name in ("millisecond", "second"):
        whole = exp.Literal.number(1000 if name == "millisecond" else 60)
        return exp.Paren(this=exp.Mod(this=taken, expression=whole))
    return taken


def is_part(name: str) -> bool:
    """Say if ``extract`` knows a field."""
    return name in _PARTS


def _unit(argument: exp.Expr) -> str:
    unit = text_of(argument, "a unit of time").lower()
    if unit not in _UNITS:
        raise QueryFault(
            "INVALID_FUNCTION_ARGUMENT",
            f"{place(argument)}: '{unit}' is not a valid TIMESTAMP field",
        )
    return unit


def _by_unit(name: str) -> Function:
    most = 2 if name == "ath_date_trunc" else 3
    return Function(lambda a: call(name, _unit(a[0]), *a[1:]), most, most)


def _date_format(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = patterns.from_mysql(text_of(arguments[1], "a format of date_format"), arguments[1])
    return call("strftime", call("ath_local", arguments[0]), pattern)


def _format_datetime(arguments: list[exp.Expr]) -> exp.Expr:
    written = text_of(arguments[1], "a format of format_datetime")
    return call(
        "strftime", call("ath_local", arguments[0]), patterns.from_joda(written, arguments[1])
    )


def _date_parse(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = patterns.from_mysql(text_of(arguments[1], "a format of date_parse"), arguments[1])
    return _parsed(arguments[0], pattern)


def _parse_datetime(arguments: list[exp.Expr]) -> exp.Expr:
    written = text_of(arguments[1], "a format of parse_datetime")
    pattern = patterns.from_joda(written, arguments[1])
    if "+0" in pattern or "%y" in pattern:
        refuse(f"parse_datetime by '{written}'", arguments[1])
    return call("timezone", "UTC", _parsed(arguments[0], pattern))


def _parsed(text: exp.Expr, pattern: str) -> exp.Expr:
    # Trino counts from 1970 where no year is given, DuckDB from 1900.
    if not any(year in pattern for year in ("%Y", "%y", "%G")):
        text = exp.Paren(this=exp.DPipe(this=exp.Literal.string("1970 "), expression=text))
        pattern = f"%Y {pattern}"
    parsed = call("strptime", text, pattern)
    return call("ath_two_digits", parsed) if "%y" in pattern else parsed


def _from_unixtime(arguments: list[exp.Expr]) -> exp.Expr:
    # The zone of a second argument is kept by those who show the moment.
    seconds, *zone = arguments
    if zone:
        text_of(zone[0], "a zone")
    return call("ath_from_unixtime", seconds)


def _last_day(arguments: list[exp.Expr]) -> exp.Expr:
    return cast(call("last_day", call("ath_local", arguments[0])), "DATE")


def _iso_timestamp(arguments: list[exp.Expr]) -> exp.Expr:
    return cast(arguments[0], "TIMESTAMPTZ")


def _iso_date(arguments: list[exp.Expr]) -> exp.Expr:
    return cast(arguments[0], "DATE")


def _at_timezone(arguments: list[exp.Expr]) -> exp.Expr:
    text_of(arguments[1], "a zone")
    return twice("ath_cast_timestamptz")([arguments[0]])


FUNCTIONS: dict[str, Function] = {
    **{name: Function(lambda a, name=name: part(name, a[0]), 1, 1) for name in _PARTS},  # type: ignore[misc]
    "date": Function(twice("ath_cast_date"), 1, 1),
    "date_trunc": _by_unit("ath_date_trunc"),
    "date_add": _by_unit("ath_date_add"),
    "date_diff": _by_unit("ath_date_diff"),
    "date_format": Function(_date_format, 2, 2),
    "format_datetime": Function(_format_datetime, 2, 2),
    "date_parse": Function(_date_parse, 2, 2),
    "parse_datetime": Function(_parse_datetime, 2, 2),
    "from_unixtime": Function(_from_unixtime, 1, 2),
    "from_unixtime_nanos": renamed("ath_from_unixtime_nanos"),
    "to_unixtime": renamed("ath_to_unixtime"),
    "from_iso8601_timestamp": Function(_iso_timestamp, 1, 1),
    "from_iso8601_date": Function(_iso_date, 1, 1),
    "to_iso8601": renamed("ath_to_iso8601"),
    "to_milliseconds": renamed("ath_to_milliseconds"),
    "last_day_of_month": Function(_last_day, 1, 1),
    "human_readable_seconds": Function(
        lambda a: call("py_human_readable_seconds", cast(a[0], "DOUBLE")), 1, 1
    ),
    "parse_duration": renamed("py_parse_duration"),
    "at_timezone": Function(_at_timezone, 2, 2),
    "now": renamed("ath_now", 0, 0),
    "current_timezone": Function(lambda _: exp.Literal.string("UTC"), 0, 0),
}
