"""The scanner and DataProfiler are judged on the kinds that both know, by the same counts."""

import pytest

from benchmarks.pii.data_profiler import Contest, entity_of, limited
from benchmarks.pii_judging import Judged

FORMS = frozenset({"EMAIL", "NATIONAL_ID"})


def column(label: str, entity: str | None, at: int = 0) -> Judged:
    """One that is labelled so, in which a tool found this."""
    return Judged("repo", f"{at}.csv", "column", label, entity)


def test_kinds_that_only_one_of_them_knows_count_for_neither() -> None:
    columns = [
        column("EMAIL", "EMAIL_ADDRESS"),
        column("EMAIL", "PERSON"),
        column("USERNAME", "USERNAME"),
        column("none", "USERNAME"),
        column("none", "EMAIL_ADDRESS"),
    ]

    assert [(one.label, one.entity) for one in limited(columns, FORMS)] == [
        ("EMAIL", "EMAIL_ADDRESS"),
        ("EMAIL", None),
        ("none", None),
        ("none", "EMAIL_ADDRESS"),
    ]


@pytest.mark.parametrize(
    ("label", "entity"),
    [("EMAIL_ADDRESS", "EMAIL_ADDRESS"), ("SSN|INTEGER", "US_SSN"), ("", None), (None, None)],
)
def test_the_first_of_its_equal_labels_is_what_dataprofiler_says(
    label: str | None, entity: str | None
) -> None:
    assert entity_of(label) == entity


def test_whoever_finds_more_is_ahead() -> None:
    ours = [column("EMAIL", "EMAIL_ADDRESS", at) for at in range(20)]
    theirs = [column("EMAIL", "EMAIL_ADDRESS" if at < 10 else None, at) for at in range(20)]
    contest = Contest("files", {"the scanner": ours, "DataProfiler": theirs})

    measures = {one.name.rsplit(", 95 %")[0]: one for one in contest.measures()}

    assert measures["files, kinds with a form, the scanner, 20 of 20 personal"].value == 1.0
    assert measures["files, kinds with a form, DataProfiler, recall"].value == 0.5
    ahead = measures["files, kinds with a form, the scanner ahead"]
    assert ahead.value == pytest.approx(1 - 2 / 3)
    assert ahead.verdict == "ok"


def test_whoever_finds_less_has_missed_it() -> None:
    ours, theirs = [column("EMAIL", None)], [column("EMAIL", "EMAIL_ADDRESS")]
    contest = Contest("files", {"the scanner": ours, "DataProfiler": theirs})

    verdicts = [one.verdict for one in contest.measures() if "ahead" in one.name]

    assert verdicts == ["MISSED", "MISSED"]
