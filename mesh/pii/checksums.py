"""Check digits, computed for many values of one length at once.

``Signs`` has one row for each place and one column for each value, so ``signs[0]`` holds the first
sign of every value, as upper-case ASCII.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Signs = npt.NDArray[np.uint8]
Passed = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

# So many places fit into 32 bits.
_SHORT = 9
# So many signs of up to 255, each weighing up to 256, are fewer than 2 ** 24.
_FEW = 256
_BASE36 = np.zeros(256, np.int32)
_BASE36[ord("0") : ord("9") + 1] = np.arange(10)
_BASE36[ord("A") : ord("Z") + 1] = np.arange(10, 36)
_DECIMAL_SHIFT = np.array((10,) * 10 + (100,) * 26)
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
# Multiplication in the dihedral group of order ten, and Verhoeff's permutation of it.
_DIHEDRAL = np.array(
    [[(a + b) % 5 if b < 5 else (a + b) % 5 + 5 for b in range(10)] for a in range(5)]  # noqa: PLR2004
    + [[(a - b) % 5 + 5 if b < 5 else (a - b) % 5 for b in range(10)] for a in range(5, 10)],  # noqa: PLR2004
    dtype=np.uint8,
)
_VERHOEFF = np.array((1, 5, 7, 6, 2, 8, 3, 0, 9, 4), dtype=np.uint8)


def signs_of(*values: str) -> Signs:
    """Values of one length as places by values."""
    text = np.array([list(value.upper().encode("ascii")) for value in values], dtype=np.uint8)
    return np.ascontiguousarray(text.T)


def digits(signs: Signs) -> npt.NDArray[np.int16]:
    """The digits as numbers; a letter becomes its distance from ``0`` in ASCII."""
    return (signs - np.uint8(ord("0"))).astype(np.int16)


def base36(signs: Signs) -> npt.NDArray[np.int32]:
    """The digits as numbers, ``A`` as 10, ``Z`` as 35."""
    return _BASE36[signs]


def number(signs: Signs) -> Numbers:
    """The digits of each value read as one number of up to 18 places."""
    kind = np.int32 if len(signs) <= _SHORT else np.int64
    total: npt.NDArray[np.signedinteger] = np.zeros(signs.shape[1], kind)
    for sign in signs:
        total *= 10
        total += sign - np.uint8(ord("0"))
    return total.astype(np.int64)


def weighted(values: npt.NDArray[np.integer], weights: Sequence[int]) -> npt.NDArray[np.int32]:
    """Sum of the first places, each by its weight."""
    return _summed(values, weights).astype(np.int32)


def _summed(
    values: npt.NDArray[np.integer], weights: Sequence[int]
) -> npt.NDArray[np.float32] | npt.NDArray[np.float64]:
    # Products of matrices are fastest, and exact in 32 bits up to 2 ** 24.
    held = values[: len(weights)]
    if len(held) <= _FEW:
        return np.array(weights[: len(held)], np.float32) @ held.astype(np.float32)
    return np.array(weights[: len(held)], np.float64) @ held.astype(np.float64)


def luhn(signs: Signs, start: int = 0) -> Passed:
    """Whether the last digit is Luhn's check digit (ISO/IEC 7812-1); ``start`` is added before."""
    values = digits(signs)
    twice = values[-2::-2]
    total = values.sum(axis=0, dtype=np.int16) + twice.sum(axis=0, dtype=np.int16)
    nines = (twice > 4).sum(axis=0, dtype=np.int16)  # noqa: PLR2004
    return (total - 9 * nines + start) % 10 == 0  # type: ignore[no-any-return]


def verhoeff(signs: Signs) -> Passed:
    """Whether the last digit is Verhoeff's check digit."""
    check = np.zeros(signs.shape[1], np.uint8)
    permuted = np.arange(10, dtype=np.uint8)
    for value in reversed(digits(signs)):
        check = _DIHEDRAL[check, permuted[value]]
        permuted = _VERHOEFF[permuted]
    return check == 0  # type: ignore[no-any-return]


def iso7064_11_10(signs: Signs) -> Passed:
    """Whether the last digit is the check digit of ISO/IEC 7064, MOD 11,10."""
    given = digits(signs)
    product = np.full(signs.shape[1], 10, np.int32)
    for value in given[:-1]:
        total = (value + product) % 10
        total[total == 0] = 10
        product = total * 2 % 11
    return (product + given[-1]) % 10 == 1  # type: ignore[no-any-return]


def mod97(signs: Signs) -> Numbers:
    """Remainder by 97, letters read as 10 to 35 (ISO/IEC 7064, MOD 97-10)."""
    letters = signs > ord("9")
    differs = letters != letters[:, :1]
    held: Passed = letters[:, :1].any(axis=1)  # type: ignore[assignment]
    if not differs.any():
        return _mod97_alike(signs, held)
    alike = ~differs.any(axis=0)
    rest = np.zeros(signs.shape[1], np.int64)
    rest[alike] = _mod97_alike(signs[:, alike], held)
    rest[~alike] = _mod97_mixed(signs[:, ~alike])
    return rest


def _mod97_alike(signs: Signs, letters: Passed) -> Numbers:
    """Of values that have letters at these places and digits elsewhere."""
    weights, weight, surplus = [], 1, 0
    for is_letter in reversed(letters.tolist()):
        weights.append(weight)
        surplus += weight * (ord("A") - 10 if is_letter else ord("0"))
        weight = weight * (100 if is_letter else 10) % 97
    return (_summed(signs, weights[::-1]).astype(np.int64) - surplus) % 97


def _mod97_mixed(signs: Signs) -> Numbers:
    rest = np.zeros(signs.shape[1], np.int64)
    for place, value in enumerate(base36(signs)):
        rest *= _DECIMAL_SHIFT[value]
        rest += value
        if place % 6 == 5:  # noqa: PLR2004 - six steps fit into 64 bits
            rest %= 97
    return rest % 97


def is_day(month: Numbers, day: Numbers) -> Passed:
    """Whether months (1 to 12) have these days; February has 29."""
    known = (month >= 1) & (month <= 12)  # noqa: PLR2004
    return known & (day >= 1) & (day <= _DAYS[np.where(known, month, 0)])


def is_yymmdd(signs: Signs) -> Passed:
    """Whether six digits are year, month and day."""
    return is_day(number(signs[2:4]), number(signs[4:6]))


def is_ddmmyy(signs: Signs) -> Passed:
    """Whether six digits are day, month and year."""
    return is_day(number(signs[2:4]), number(signs[:2]))


def one_of(sign: npt.NDArray[np.integer], allowed: str) -> Passed:
    """Whether the sign at one place is any of these."""
    table = np.zeros(256, dtype=bool)
    table[list(allowed.encode("ascii"))] = True
    return table[sign]  # type: ignore[no-any-return]


def letter_at(letters: str, index: npt.NDArray[np.integer]) -> npt.NDArray[np.uint8]:
    """The letter that stands for each number."""
    return np.frombuffer(letters.encode("ascii"), np.uint8)[index]  # type: ignore[no-any-return]


def varied(signs: Signs) -> Passed:
    """Whether not all signs of a value are the same."""
    return (signs != signs[0]).any(axis=0)  # type: ignore[no-any-return]
