"""What the first lines of a long JSON text hold says nothing of what the others may hold."""

import json

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole

CARD = 4111111111111111
MANY = 3000


@pytest.mark.parametrize("later", [CARD, [CARD], {"b": CARD}, f"{CARD}"])
def test_a_field_that_held_texts_is_read_when_it_holds_something_else(
    scanner: FileScanner, later: object
) -> None:
    lines = [json.dumps({"note": f"some words on {place}", "n": 1}) for place in range(MANY)]
    lines.append(json.dumps({"note": later, "n": 2}))
    lines.append(json.dumps({"n": 3}))

    scan = whole(scanner, "\n".join(lines).encode())

    assert (scan.status, scan.rows) == (Status.COMPLETE, MANY + 2)
    assert list(found(scan).values()) == [("CREDIT_CARD", 1)]


def test_times_are_shown_and_dates_found_in_every_line_alike(scanner: FileScanner) -> None:
    born = [f"{1950 + place % 50}-01-02" for place in range(MANY)]
    lines = [json.dumps({"date_of_birth": day, "number": 1}) for day in born]

    scan = whole(scanner, "\n".join(lines).encode())

    assert found(scan) == {"date_of_birth": ("DATE_OF_BIRTH", MANY)}


def test_a_line_nested_too_deep_among_flat_ones_is_refused_and_kills_nothing(
    scanner: FileScanner,
) -> None:
    flat = [json.dumps({"n": place}) for place in range(MANY)]
    deep = '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"

    scan = whole(scanner, "\n".join([*flat, deep, *flat]).encode())

    assert scan.reason is Reason.DEPTH_LIMIT
