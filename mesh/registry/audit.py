"""The audit trail: who did what to what, and when. Records are added, never changed."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mesh.errors import MeshError

RECENT_DAYS = 366
"""How far back the trail is shown by itself: as long as a subscription may last."""

MOST_RECORDS = 2000
"""How many records one answer holds: about 1 MB, of the 6 MB that a function may answer."""


@dataclass(frozen=True, kw_only=True)
class AuditRecord:
    """One thing that happened.

    Attributes:
        at: ``yyyy-mm-ddThh:mm:ss.ffffffZ``.
        actor: ARN of the role, from the request context or the function's own.
        action: a verb, such as ``request``, ``approve``, ``grant``.
        subject: what it was done to: a request's id, a product, a domain.
        accounts: whom it concerns; they and governance may read it.
    """

    id: str
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    accounts: tuple[str, ...]

    @property
    def month(self) -> str:
        """The part of the trail that the record is in."""
        return self.at[:7]


def visible_to(record: AuditRecord, account: str, governance: str) -> bool:
    """Whether an account may read a record."""
    return account == governance or account in record.accounts


@dataclass(frozen=True, kw_only=True)
class Period:
    """A stretch of time, both ends included.

    Attributes:
        since: a month, a day or a moment: ``2027-03``, ``2027-03-31``, ``2027-03-31T12:00:00Z``.
        until: the same.
    """

    since: str
    until: str

    @classmethod
    def read(cls, since: str | None, until: str | None, now: datetime) -> "Period":
        """The period from one end to the other; up to now, and a year long, if they are absent.

        Raises:
            MeshError: if one is no time, or they are the wrong way round.
        """
        last = _time("until", until) if until else f"{now.astimezone(UTC):%Y-%m-%d}"
        first = _time("since", since) if since else _year_before(last)
        if first[: len(last)] > last[: len(first)]:
            raise MeshError(f"since {first} is later than until {last}; turn them round")
        return cls(since=first, until=last)

    def months(self) -> Iterator[str]:
        """Its months, the latest first."""
        month = self.until[:7]
        while month >= self.since[:7]:
            yield month
            month = f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"

    def holds(self, at: str) -> bool:
        """Whether a record's moment lies within."""
        # Without their Z, moments in whole seconds include the records within that second.
        first, last = self.since.rstrip("Z"), self.until.rstrip("Z")
        return first <= at and at[: len(last)] <= last


@dataclass(frozen=True, kw_only=True)
class View:
    """What an account sees of the trail.

    Attributes:
        records: oldest first.
        is_whole: false if older records of the period were left out.
    """

    records: tuple[AuditRecord, ...]
    is_whole: bool


def view(
    period: Period,
    month: Callable[[str], Collection[AuditRecord]],
    wanted: Callable[[AuditRecord], bool],
) -> View:
    """The latest wanted records of a period that fit into one answer.

    Args:
        month: reads the part of the trail of one month.
    """
    found: list[AuditRecord] = []
    for name in period.months():
        fitting = [each for each in month(name) if wanted(each) and period.holds(each.at)]
        found = sorted(fitting, key=lambda each: (each.at, each.id)) + found
        if len(found) > MOST_RECORDS:
            return View(records=tuple(found[-MOST_RECORDS:]), is_whole=False)
    return View(records=tuple(found), is_whole=True)


def _time(name: str, text: str) -> str:
    pattern = r"(\d{4}-\d{2})(-\d{2})?((?<=-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z)?"
    found = re.fullmatch(pattern, text)
    try:
        date.fromisoformat(f"{found[1]}{found[2] or '-01'}" if found else "")
    except ValueError:
        raise MeshError(
            f"{name} {text!r} is no time; write a month like 2027-03, or a day like 2027-03-31"
        ) from None
    return text


def _year_before(last: str) -> str:
    day = date.fromisoformat(f"{last}-01" if len(last) == len("2027-03") else last[:10])
    return (day - min(timedelta(days=RECENT_DAYS), day - date.min)).isoformat()
