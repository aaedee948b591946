"""The trail is read over months, the latest first, and says when it is not whole."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from mesh.errors import MeshError
from mesh.registry.audit import MOST_RECORDS, AuditRecord, Period, View, view

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)


def record(at: str, number: int = 0) -> AuditRecord:
    return AuditRecord(
        id=f"{number:05}", at=at, actor="a", action="approve", subject="s", detail="", accounts=()
    )


def seen(period: Period, trail: Iterable[AuditRecord]) -> View:
    kept = list(trail)
    return view(period, lambda month: [each for each in kept if each.month == month], _any)


def _any(_record: AuditRecord) -> bool:
    return True


def test_without_ends_the_trail_goes_back_a_year_over_the_turn_of_the_year() -> None:
    trail = [
        record(f"{day}T10:00:00.000000Z") for day in ("2025-12-31", "2026-01-20", "2027-01-15")
    ]

    found = seen(Period.read(None, None, NOW), trail)

    assert [each.at[:10] for each in found.records] == ["2026-01-20", "2027-01-15"]
    assert found.is_whole


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2026-12", "2026-12", ["2026-12-01", "2026-12-31"]),
        ("2026-12-31", None, ["2026-12-31", "2027-01-02"]),
        (None, "2026-12-30", ["2026-11-30", "2026-12-01"]),
        ("2026-12-01T09:00:00Z", "2026-12-31T09:00:00Z", ["2026-12-01"]),
        ("2026-12-01T10:00:00Z", "2026-12-31T10:00:00Z", ["2026-12-01", "2026-12-31"]),
    ],
)
def test_both_ends_are_included(since: str | None, until: str | None, days: list[str]) -> None:
    every = ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-02")
    trail = [record(f"{day}T10:00:00.500000Z") for day in every]

    found = seen(Period.read(since, until, NOW), trail)

    assert [each.at[:10] for each in found.records] == days


def test_of_too_many_the_latest_are_shown_and_the_rest_is_told_of() -> None:
    trail = [record("2026-12-01T10:00:00.000000Z", n) for n in range(MOST_RECORDS)]
    newest = record("2027-01-02T10:00:00.000000Z")

    found = seen(Period.read(None, None, NOW), [*trail, newest])

    assert len(found.records) == MOST_RECORDS
    assert (found.records[0].id, found.records[-1]) == ("00001", newest)
    assert not found.is_whole


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("may", None, "since 'may' is no time; write a month like 2027-03"),
        (None, "2027-02-30", "until '2027-02-30' is no time"),
        ("2027-13", None, "is no time"),
        ("2027-03T10:00:00Z", None, "is no time"),
        ("2027-01-02", "2026-12", "turn them round"),
    ],
)
def test_what_is_no_period_is_refused(since: str | None, until: str | None, told: str) -> None:
    with pytest.raises(MeshError, match=told):
        Period.read(since, until, NOW)
