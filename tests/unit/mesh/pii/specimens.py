"""Random values of a detector's form, and right ones among them."""

from collections.abc import Iterator

import numpy as np

from mesh.pii.checksums import Signs
from mesh.pii.detectors.model import FormDetector
from mesh.pii.detectors.registry import every
from mesh.pii.forms import form

SIGNS = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", np.uint8)
RANGES = {"9": (0, 10), "A": (10, 36), "*": (0, 36)}
PER_ROUND = 200_000


def by_form() -> dict[str, FormDetector]:
    """Detectors that know a form, by their kind."""
    return {one.entity: one for one in every() if isinstance(one, FormDetector)}


def main_form(detector: FormDetector) -> str:
    """The form whose chance rate is told, with digits where it may have them."""
    return (*detector.bare, *detector.alone)[0].replace("*", "9")


def random_values(template: str, rng: np.random.Generator, many: int = PER_ROUND) -> Signs:
    """Values with a digit where the form has 9, a letter where it has A, either where ``*``."""
    demanded = form(template).demanded
    return np.stack([SIGNS[rng.integers(*RANGES[sign], many)] for sign in demanded])


def right_values(detector: FormDetector, rng: np.random.Generator, least: int) -> Signs:
    """Values that pass, drawn from random ones."""
    return np.concatenate(list(_drawn(detector, rng, least)), axis=1)


def _drawn(detector: FormDetector, rng: np.random.Generator, least: int) -> Iterator[Signs]:
    got = 0
    while got < least:
        values = random_values(main_form(detector), rng)
        right = values[:, detector.check(values)]
        got += right.shape[1]
        yield right


def corrupted(values: Signs, rng: np.random.Generator) -> Signs:
    """Each value with one digit, at a random place that holds one, changed to another."""
    wrong = values[:, (values <= ord("9")).any(axis=0)].copy()
    for column in range(wrong.shape[1]):
        places = np.flatnonzero(wrong[:, column] <= ord("9"))
        place = rng.choice(places)
        change = rng.integers(1, 10)
        wrong[place, column] = (wrong[place, column] - ord("0") + change) % 10 + ord("0")
    return wrong


def written(signs: Signs, template: str, column: int = 0) -> str:
    """A value as its form writes it."""
    given = iter(signs[:, column].tobytes().decode("ascii"))
    return "".join(sign if sign in " -./" else next(given) for sign in template)
