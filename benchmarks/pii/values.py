"""Random values of personal data as Arrow arrays, right by their check digits, none repeated."""

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Digits = npt.NDArray[np.uint8]
Rng = np.random.Generator
# The stubs know few kinds of arrays.
Texts = Any
_compute: Any = pc
_ZERO = ord("0")
_ISSUERS = ("4", "51", "52", "53", "54", "55", "6011", "65")
# Country, length of the rest of the IBAN.
_BANKS = (("DE", 18), ("NL", 14), ("GB", 18), ("FR", 23), ("ES", 20))


def some_digits(rng: Rng, rows: int, places: int) -> Digits:
    """Random digits, places by rows."""
    return rng.integers(0, 10, (places, rows), dtype=np.uint8)


def random_digits(rng: Rng, rows: int, template: str) -> Texts:
    """Random digits as a template writes them."""
    return written(some_digits(rng, rows, template.count("9")), template)


def written(digits: Digits, template: str) -> Texts:
    """Digits as a template writes them: ``9`` takes the next digit, other signs stand."""
    signs = np.empty((digits.shape[1], len(template)), np.uint8)
    signs[:] = np.frombuffer(template.encode("ascii"), np.uint8)
    signs[:, [at for at, sign in enumerate(template) if sign == "9"]] = digits.T + _ZERO
    ends = np.arange(len(signs) + 1, dtype=np.int32) * len(template)
    buffers = [None, pa.py_buffer(ends.data), pa.py_buffer(signs.data)]
    return pa.Array.from_buffers(pa.string(), len(signs), buffers)


def joined(*parts: Texts) -> Texts:
    """Texts one after the other, row by row."""
    return _compute.binary_join_element_wise(*parts, "")


def picked(rng: Rng, rows: int, words: Sequence[str]) -> Texts:
    """Words at random."""
    return taken(pa.array(words, pa.string()), rng.integers(0, len(words), rows))


def taken(texts: Texts, positions: npt.NDArray[np.int64]) -> Texts:
    """Texts in another order."""
    return texts.take(pa.array(positions))


def mixed(rng: Rng, rows: int, layouts: Sequence[Callable[[int], Texts]]) -> Texts:
    """Rows in several layouts, in random order."""
    shares = [len(part) for part in np.array_split(np.empty(rows), len(layouts))]
    parts = [layout(share) for layout, share in zip(layouts, shares, strict=True)]
    return taken(pa.concat_arrays(parts), rng.permutation(rows))


def luhn(digits: Digits) -> Digits:
    """The digits with Luhn's check digit behind."""
    total = np.zeros(digits.shape[1], np.int64)
    for place, digit in enumerate(reversed(digits)):
        doubled = digit * (2 if place % 2 == 0 else 1)
        total += doubled - 9 * (doubled > 9)  # noqa: PLR2004
    return np.vstack((digits, (-total % 10).astype(np.uint8)))


def cards(rng: Rng, rows: int, template: str) -> Texts:
    """Card numbers of 16 digits by issuer, with their check digit."""
    digits = some_digits(rng, rows, 15)
    issuer = rng.integers(0, len(_ISSUERS), rows)
    for number, prefix in enumerate(_ISSUERS):
        for place, digit in enumerate(prefix):
            digits[place, issuer == number] = int(digit)
    return written(luhn(digits), template)


def ibans(rng: Rng, rows: int, *, grouped: bool) -> Texts:
    """Account numbers of five countries with their check digits (mod 97)."""
    layouts = [
        partial(_iban, rng, country=country, size=size, grouped=grouped) for country, size in _BANKS
    ]
    return mixed(rng, rows, layouts)


def _iban(rng: Rng, rows: int, country: str, size: int, *, grouped: bool) -> Texts:
    account = some_digits(rng, rows, size)
    tail = [int(sign, 36) for sign in country]
    numbers = [*account.astype(np.int64), *tail, 0, 0]
    rest = reduce(
        lambda total, value: (
            (
                total * (100 if isinstance(value, int) and value > 9 else 10) + value  # noqa: PLR2004
            )
            % 97
        ),
        numbers,
        np.zeros(rows, np.int64),
    )
    check = 98 - rest
    digits = np.vstack(((check // 10).astype(np.uint8), (check % 10).astype(np.uint8), account))
    plain = country + "9" * (size + 2)
    parts = [plain[at : at + 4] for at in range(0, len(plain), 4)]
    return written(digits, " ".join(parts) if grouped else plain)


def weighted(rng: Rng, rows: int, weights: Sequence[int], template: str) -> Texts:
    """Numbers with a last digit that makes the weighted sum divisible by 11 (as NHS numbers)."""
    digits = some_digits(rng, rows * 2, len(weights))
    total = (digits.astype(np.int64) * np.array(weights)[:, None]).sum(axis=0)
    check = -total % 11
    right = np.flatnonzero(check < 10)[:rows]  # noqa: PLR2004
    return written(np.vstack((digits[:, right], check[right].astype(np.uint8))), template)


def social_security_numbers(rng: Rng, rows: int, template: str) -> Texts:
    """Numbers of the United States that could have been given."""
    area = rng.choice(np.setdiff1d(np.arange(1, 900), 666), rows)
    number = area * 10**6 + rng.integers(1, 100, rows) * 10**4 + rng.integers(1, 10**4, rows)
    return written(digits_of(number, 9), template)


def digits_of(numbers: npt.NDArray[np.int64], places: int) -> Digits:
    """Numbers as digits, places by rows."""
    powers = 10 ** np.arange(places - 1, -1, -1, dtype=np.int64)
    return (numbers // powers[:, None] % 10).astype(np.uint8)


def numbers(rng: Rng, rows: int, least: int, most: int) -> Texts:
    """Whole numbers as texts."""
    return pa.array(rng.integers(least, most, rows)).cast(pa.string())


def addresses_of_hosts(rng: Rng, rows: int) -> Texts:
    """IPv4 addresses outside the loopback network."""
    first = pa.array(rng.integers(128, 224, rows)).cast(pa.string())
    rest = [numbers(rng, rows, 0, 256) for _ in range(3)]
    return _compute.binary_join_element_wise(first, *rest, ".")


def hexadecimal(rng: Rng, rows: int, template: str) -> Texts:
    """Signs 0 to f at the template's ``9``."""
    table = np.frombuffer(b"0123456789abcdef", np.uint8) - np.uint8(_ZERO)
    return written(table[rng.integers(0, 16, (template.count("9"), rows))], template)


def dates(rng: Rng, rows: int, shape: str) -> Texts:
    """Days of eighty years."""
    days = pa.array(rng.integers(-10_000, 19_000, rows).astype(np.int32), pa.int32())
    return _compute.strftime(days.cast(pa.date32()), format=shape)
