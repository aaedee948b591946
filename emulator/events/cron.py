"""EventBridge's rate and cron expressions, in UTC."""

import re
from datetime import UTC, datetime, timedelta

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199))
_SEARCHED_DAYS = 366 * 5


class ScheduleError(ValueError):
    """A schedule expression that is not understood."""


def rate_seconds(expression: str) -> int:
    """Interval of ``rate(5 minutes)``.

    Raises:
        ScheduleError: if it is none; 1 takes the singular, as AWS asks.
    """
    found = _RATE.fullmatch(expression)
    number = int(found[1]) if found else 0
    if not found or number < 1 or (number == 1) == bool(found[3]):
        message = f"{expression!r} is no rate; write rate(1 minute), rate(5 minutes), rate(2 hours)"
        raise ScheduleError(message)
    return number * _UNITS[found[2]]


class Cron:
    """``cron(minutes hours day-of-month month day-of-week year)``."""

    def __init__(self, expression: str) -> None:
        found = _CRON.fullmatch(expression)
        if not found or (found[3] == "?") == (found[5] == "?"):
            message = f"{expression!r} is no cron; write six fields with ? for one kind of day"
            raise ScheduleError(message)
        fields = zip(found.groups(), _RANGES, strict=True)
        self._sets = [_values(text, low, high) for text, (low, high) in fields]

    def after(self, now: float) -> float:
        """First moment after ``now``; never, if none is within five years."""
        moment = datetime.fromtimestamp(now, tz=UTC).replace(second=0, microsecond=0)
        moment += timedelta(minutes=1)
        minutes, hours = self._sets[0], self._sets[1]
        for _ in range(_SEARCHED_DAYS):
            if self._has_day(moment):
                for hour in sorted(h for h in hours if h >= moment.hour):
                    first = moment.minute if hour == moment.hour else 0
                    fitting = [m for m in minutes if m >= first]
                    if fitting:
                        return moment.replace(hour=hour, minute=min(fitting)).timestamp()
            moment = (moment + timedelta(days=1)).replace(hour=0, minute=0)
        return float("inf")

    def _has_day(self, moment: datetime) -> bool:
        _, _, days, months, weekdays, years = self._sets
        # Sunday is the first day of AWS's week.
        weekday = (moment.weekday() + 1) % 7 + 1
        return (
            moment.day in days
            and moment.month in months
            and weekday in weekdays
            and moment.year in years
        )


def _values(text: str, low: int, high: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.upper().split(","):
        span, _, step = part.partition("/")
        first, last = _span(span, low, high, stepped=bool(step))
        try:
            found.update(range(first, last + 1, int(step or 1)))
        except ValueError:
            raise ScheduleError(f"{part!r} has a step that is no number") from None
    if not found or min(found) < low or max(found) > high:
        raise ScheduleError(f"{text!r} is not within {low} and {high}")
    return frozenset(found)


def _span(span: str, low: int, high: int, *, stepped: bool) -> tuple[int, int]:
    if span in {"*", "?"}:
        return low, high
    first, _, last = span.partition("-")
    start = _number(first)
    if last:
        return start, _number(last)
    return start, high if stepped else start


def _number(text: str) -> int:
    for names, offset in ((_MONTHS, 1), (_DAYS, 1)):
        if text in names:
            return names.index(text) + offset
    if not text.isdigit():
        raise ScheduleError(f"{text!r} is not understood in a schedule (L, W and # are not served)")
    return int(text)
