"""YAML: the scalars by their path; nothing is built, and an alias is not followed."""

import io
import re
from collections.abc import Iterator
from typing import Any

import yaml

from mesh.scanning.formats.lines import read_lines
from mesh.scanning.frames import Noted, Opaque, Rows
from mesh.scanning.records import Records, check_depth

_LARGEST = 16 << 20
_START = re.compile(r"(---|%YAML)(\s|$)")
_LINE = re.compile(r"""\s*(-\s+)*([\w."'/ -]{1,80}:(\s|$)|-(\s|$)|\#|\]|\}|$)""")
_KEY = re.compile(r"^[\w\"'-]+:(\s|$)", re.MULTILINE)
_LOOKED_AT = 50
_COMMENTS = "comments"
_BETWEEN = re.compile(r"#[^\n]*|[&*!%][^\s,\[\]{}]*[^\W_][^\s,\[\]{}]*")
_LEAST_SHARE = 0.9


def looks_like_yaml(text: str) -> bool:
    """Whether a text begins as YAML does: marked so, or keys and items line by line."""
    if _START.match(text):
        return True
    lines = text.splitlines()[:_LOOKED_AT]
    fitting = sum(bool(_LINE.match(line)) for line in lines)
    return bool(_KEY.search(text)) and len(lines) > 1 and fitting >= len(lines) * _LEAST_SHARE


def read_yaml(stream: "io.BufferedReader[Any]", longest: int) -> Iterator[Rows | Opaque | Noted]:
    """Give the scalars of a YAML text; one that is no YAML or too large is read line by line."""
    content = stream.read(_LARGEST + 1)
    found = _scalars_if_any(content) if len(content) <= _LARGEST else None
    if found is None:
        yield Noted(note="it is no YAML that is read by keys; it was read line by line")
        rest = io.BytesIO(content + stream.read())
        yield from read_lines(io.BufferedReader(rest), longest)
    else:
        yield from found.drain()


def _scalars_if_any(content: bytes) -> Records | None:
    try:
        return _scalars(content)
    except yaml.YAMLError:
        return None


def _scalars(content: bytes) -> Records:
    records = Records()
    between = _Between(content.decode("utf-8", "replace"), records)
    # For each open collection: its path, and the key that waits for its value (None in a list).
    open_ones: list[tuple[str, list[str] | None]] = []
    for event in yaml.parse(content, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.DocumentStartEvent):
            records.add({})
        elif isinstance(event, yaml.CollectionEndEvent):
            open_ones.pop()
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            path = _place(open_ones)
            in_list = isinstance(event, yaml.SequenceStartEvent)
            open_ones.append((f"{path}[]", None) if in_list else (path, []))
            check_depth(len(open_ones))
        elif isinstance(event, yaml.ScalarEvent):
            _scalar(event.value, open_ones, records)
            between.pass_over(_index(event.start_mark), _index(event.end_mark))
        elif isinstance(event, yaml.AliasEvent):
            _place(open_ones)
    between.end()
    return records


def _index(mark: Any) -> int:  # noqa: ANN401 - the stubs know no mark that is always there
    return int(mark.index)


class _Between:
    """What stands between the scalars and is more than signs: comments, anchors, tags."""

    def __init__(self, text: str, records: Records) -> None:
        self._text, self._records = text, records
        self._seen = 0

    def pass_over(self, start: int, end: int) -> None:
        """Keep what stands before a scalar, and go behind it."""
        for found in _BETWEEN.findall(self._text, self._seen, start):
            self._records.add(found.strip(), table=_COMMENTS, path=_COMMENTS)
        self._seen = end

    def end(self) -> None:
        """Keep what stands behind the last scalar."""
        self.pass_over(len(self._text), len(self._text))


def _scalar(value: str, open_ones: list[tuple[str, list[str] | None]], records: Records) -> None:
    if open_ones and open_ones[-1][1] == []:
        open_ones[-1] = (open_ones[-1][0], [value])
        return
    path = _place(open_ones)
    records.add(value, table=f"{path}[]", path=path)


def _place(open_ones: list[tuple[str, list[str] | None]]) -> str:
    """The path of the value that comes now; its key has been used then."""
    if not open_ones:
        return ""
    path, key = open_ones[-1]
    if key is None:
        return path
    open_ones[-1] = (path, [])
    name = key[0] if key else "?"
    return f"{path}.{name}" if path else name
