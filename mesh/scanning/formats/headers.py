"""Whether a table's first row holds names: words that differ from what is below, or a series."""

import re
from collections.abc import Sequence
from itertools import pairwise

WORD = re.compile(r"^[A-Za-z_][\w.-]*$")
LONGEST_NAME = 500
_NO_NAME = re.compile(
    r"""@ | ^[+(-]?\d | \d[\d\ -]{6,}\d | ^(true|false|null|none|nan)$""",
    re.IGNORECASE | re.VERBOSE,
)
_USUAL = re.compile(
    r"\b(name|names|id|key|code|type|kind|status|state|city|country|address|street|mail|email"
    r"|phone|date|year|month|day|time|number|count|total|amount|price|value|title|text|note|notes"
    r"|description|comment|user|gender|sex|age|url|category|group|class|label|first|last)\b"
)
_SHARE_OF_WORDS = 0.8
_NUMBER, _PLAIN = re.compile(r"\d{1,4}"), re.compile(r"[\d.,]+")
_YEARS = range(1800, 2101)
# Of names in a row that are no words: fewer beside a name that tables often have.
_FEWEST_BESIDE, _FEWEST_IN_SERIES, _FEWEST_COUNTED = 2, 3, 4
_LONGEST_PERIOD = 20


def is_header(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a table's first row holds names and surely no values.

    A row of values that is taken for names would be shown, so doubt decides against it.
    """
    first, others = rows[0], rows[1:]
    named = [cell.strip() for cell in first if cell.strip()]
    if not others or not named or len(named) < width / 2 or any("@" in cell for cell in named):
        return False
    if _heads_series(first, others):
        return True
    words = sum(bool(WORD.match(cell)) for cell in named)
    if words < len(named) * _SHARE_OF_WORDS and any(
        _NO_NAME.search(cell) or len(cell) > LONGEST_NAME for cell in named
    ):
        return False
    usual = any(is_usual(cell) for cell in named)
    return usual or any(_differs(first, others, place) for place in range(len(first)))


def is_usual(name: str) -> bool:
    """Whether tables often have columns of that name."""
    return bool(_USUAL.search(name.lower().replace("_", " ")))


def _heads_series(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether years, periods or numbers that go on and on head columns of other things.

    What is below them goes on in no row as they do, and what stands beside them is no value.
    """
    cells = [cell.strip() for cell in first]
    places = [place for place, cell in enumerate(cells) if cell[:1].isdigit()]
    beside = [cell for cell in cells if cell and not cell[0].isdigit()]
    series = [cells[place] for place in places]
    below = [[row[place].strip() for place in places if place < len(row)] for row in others]
    below = [row for row in below if any(row)]
    if not below or any(_NO_NAME.search(cell) or len(cell) > LONGEST_NAME for cell in beside):
        return False
    fewest = _FEWEST_BESIDE if any(map(is_usual, beside)) else _FEWEST_IN_SERIES
    if _are_periods(series, fewest):
        return not {_shape(series[0])} & {_shape(cell) for row in below for cell in row}
    is_headed = bool(beside) or not cells[0]
    if _are_years(series, fewest):
        told = [cell for row in below for cell in row if cell]
        years = sum(_is_year(cell) for cell in told)
        is_even = len(series) >= _FEWEST_IN_SERIES and _steps(series) == 1
        return (is_even or years * 2 < len(told)) and not any(map(_are_years, below))
    return _are_counted(series, is_headed=is_headed) and not any(
        _are_counted(row, is_headed=True) for row in below
    )


def _is_year(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and int(cell) in _YEARS


def _are_years(cells: Sequence[str], fewest: int = _FEWEST_IN_SERIES) -> bool:
    """Whether they are years, each later or each earlier than the one before."""
    if len(cells) < fewest or not all(map(_is_year, cells)):
        return False
    signs = {
        (int(after) > int(before)) - (int(after) < int(before)) for before, after in pairwise(cells)
    }
    return len(signs) == 1 and 0 not in signs


def _steps(cells: Sequence[str]) -> int:
    """How many different steps lead from one number to the next."""
    return len({int(after) - int(before) for before, after in pairwise(cells)})


def _are_counted(cells: Sequence[str], *, is_headed: bool) -> bool:
    """Whether they are numbers from 0 on, or from 1 on beside other names."""
    fewest, starts = (_FEWEST_IN_SERIES, (0, 1)) if is_headed else (_FEWEST_COUNTED, (0,))
    return len(cells) >= fewest and any(
        list(cells) == [str(number + start) for number in range(len(cells))] for start in starts
    )


def _are_periods(cells: Sequence[str], fewest: int) -> bool:
    """Whether they are days, quarters, ranges or the like: not digits alone, written alike."""
    return (
        len(cells) >= fewest
        and len(set(cells)) == len(cells)
        and all(len(cell) <= _LONGEST_PERIOD and not _PLAIN.fullmatch(cell) for cell in cells)
        and len({_shape(cell) for cell in cells}) == 1
    )


def _differs(first: Sequence[str], others: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column's first cell is written in another way than all cells below it."""
    below = {_shape(row[place]) for row in others if place < len(row) and row[place]}
    return bool(below) and _shape(first[place]) not in below


def _shape(cell: str) -> str:
    shape = re.sub(r"\d+", "9", cell.strip())
    return re.sub(r"[^\W\d_]+", lambda word: "x" if word[0].islower() else "X", shape)
