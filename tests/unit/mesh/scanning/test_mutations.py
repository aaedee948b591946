"""A good file with a few bytes changed, cut out or put in is scanned or refused for a reason."""

import random

import pytest

from mesh.scanning.reasons import Reason
from mesh.scanning.rehearsal import files
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import scanned

FILES = files()
SEEDS = range(6)


def mutated(content: bytes, chance: random.Random) -> bytes:
    mutant = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(mutant) + 1)
        change = chance.choice(("flip", "cut", "put", "end"))
        if change == "flip":
            mutant[place : place + 1] = chance.randbytes(1)
        elif change == "cut":
            del mutant[place : place + 8]
        elif change == "put":
            mutant[place:place] = chance.randbytes(8)
        else:
            del mutant[max(place, 1) :]
    return bytes(mutant)


@pytest.mark.parametrize("place", range(len(FILES)))
def test_no_mutant_kills_its_parser(scanner: FileScanner, place: int) -> None:
    for seed in SEEDS:
        chance = random.Random(seed)  # noqa: S311 - the same mutants each time
        scans = scanned(scanner, mutated(FILES[place], chance))

        assert scans[-1].path == "file"
        assert all(scan.reason is not Reason.PARSER_DIED for scan in scans)
