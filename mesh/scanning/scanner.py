"""Scans one file and everything inside it; a file that kills its parser costs that file only."""

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import BinaryIO, Self

from mesh.naming.limits import ScanLimits
from mesh.naming.rules import ScanRules
from mesh.pii import Engine, Finding
from mesh.scanning.frames import (
    Begun,
    Ended,
    Frame,
    Noted,
    Opaque,
    Rows,
    Typed,
    Unfit,
    status_of,
)
from mesh.scanning.names import personal_files, personal_names
from mesh.scanning.opaque import looked_into
from mesh.scanning.parsers import Limits, ParserDiedError, ParserExpiredError, Parsers
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.second_opinion import Sampled, sampled

_LEAST_SECONDS = 60
# What the slowest reader does with room to spare.
_BYTES_PER_SECOND = 2 << 20
_MOST_NOTES = 100
_MOST_NAMED = 20


class FileScanner:
    """Reads files in a process apart and looks at every value of them.

    Args:
        limits: of each file, from mesh.yaml.
        rules: what is looked for besides and what is allowed, from mesh.yaml.
        memory_bytes: what the parser may take.
    """

    def __init__(
        self,
        limits: ScanLimits | None = None,
        rules: ScanRules | None = None,
        *,
        memory_bytes: int = Limits.memory_bytes,
    ) -> None:
        self._limits = limits or ScanLimits()
        self._rules = rules or ScanRules()
        self._memory_bytes = memory_bytes
        self._parsers = Parsers()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._parsers.close()

    def scan(
        self, file: BinaryIO, path: str, report: Callable[[int], None] | None = None
    ) -> Iterator[FileScan]:
        """Give a result for each file inside, then for the file itself.

        Args:
            file: a real file at its start.
            path: what the results call it.
            report: told of the bytes of values looked at since it was last told.
        """
        size = os.fstat(file.fileno()).st_size
        return scanned(self._frames(file), path, size, report, self._rules)

    def samples(self, file: BinaryIO, path: str) -> Iterator[Sampled]:
        """Read a file for a few cells of each column of text; give none if it cannot be read.

        Args:
            file: a real file at its start.
            path: what the results call it.
        """
        with suppress(ParserDiedError, ParserExpiredError):
            yield from sampled(self._frames(file), path, self._rules)

    def _frames(self, file: BinaryIO) -> Iterator[Frame]:
        size = os.fstat(file.fileno()).st_size
        limits = limits_of(self._limits, size, self._memory_bytes)
        return self._parsers.frames(file, {"limits": self._limits.to_dict()}, limits)


def limits_of(limits: ScanLimits, size: int, memory_bytes: int = Limits.memory_bytes) -> Limits:
    """What the parser of a file of that many bytes may take."""
    seconds = min(limits.seconds, _LEAST_SECONDS + size // _BYTES_PER_SECOND)
    return Limits(memory_bytes=memory_bytes, seconds=seconds)


def scanned(
    frames: Iterable[Frame],
    path: str,
    size: int,
    report: Callable[[int], None] | None = None,
    rules: ScanRules | None = None,
    opaque: Collection[str] = (),
) -> Iterator[FileScan]:
    """Look at what a parser tells: a result for each file inside, then for the file itself.

    Args:
        frames: of one file; they may break off.
        path: what the results call the file.
        size: of the file in bytes.
        report: told of the bytes of values looked at since it was last told.
        rules: what is looked for besides, and what is allowed.
        opaque: columns that may hold bytes which are no text: nobody looks into these.
    """
    begin = partial(_Scan, path, rules=rules or ScanRules(), opaque=opaque)
    open_scans: list[_Scan] = []
    try:
        for frame in frames:
            yield from _followed(frame, open_scans, begin)
            if report and isinstance(frame, Rows | Typed):
                report(frame.batch.nbytes)
    except ParserExpiredError as error:
        cut = Ended(reason=Reason.TIME_LIMIT, detail=str(error))
    except ParserDiedError as error:
        cut = Ended(reason=Reason.PARSER_DIED, detail=str(error))
    else:
        return
    open_scans = open_scans or [begin(Begun(path=(), format="", bytes=size))]
    for scan in reversed(open_scans):
        yield scan.ended(cut)


def _followed(
    frame: Frame, open_scans: list["_Scan"], begin: Callable[[Begun], "_Scan"]
) -> Iterator[FileScan]:
    if isinstance(frame, Begun):
        open_scans.append(begin(frame))
    elif isinstance(frame, Ended):
        ended = open_scans.pop().ended(frame)
        if open_scans and ended.status is not Status.COMPLETE:
            open_scans[-1].is_whole = False
        yield ended
    else:
        open_scans[-1].add(frame)


class _Scan:
    """One file while it is looked at."""

    def __init__(self, path: str, begun: Begun, rules: ScanRules, opaque: Collection[str]) -> None:
        self._named, _ = personal_files(begun.path[-1:])
        _, shapes = personal_files(begun.path)
        self._path = "!/".join((path, *(shapes.get(name, name) for name in begun.path)))
        self._begun = begun
        self._rules = rules
        self._started = time.monotonic()
        self._engines: dict[str, Engine] = {}
        self._columns: dict[str, None] = {}
        # Of columns with bytes that are no text: whether that is foreseen.
        self._foreseen = opaque
        self._opaque: dict[str, bool] = {}
        self._notes: list[str] = []
        self._rows = 0
        self._fault = ""
        # Whether every file inside was looked at as a whole.
        self.is_whole = True

    def add(self, frame: Rows | Typed | Unfit | Noted | Opaque) -> None:
        """Look at values, or keep what is to be told."""
        if isinstance(frame, Noted):
            self._notes.append(frame.note)
        elif isinstance(frame, Typed):
            self._look_at(Rows(table="", counted=True, batch=frame.batch))
        elif isinstance(frame, Unfit):
            self._fault = frame.fault
        elif isinstance(frame, Opaque):
            self._columns[frame.column] = None
            self._opaque[frame.column] = False
        else:
            self._look_at(frame)

    def _look_at(self, rows: Rows) -> None:
        if rows.counted:
            self._rows += rows.batch.num_rows
        batch, opaque = looked_into(rows.batch)
        for name in opaque:
            self._opaque.setdefault(name, name in self._foreseen)
        self._columns.update(dict.fromkeys(name for name in batch.schema.names if name))
        if batch.num_rows:
            if rows.table not in self._engines:
                self._engines[rows.table] = Engine(rules=self._rules)
            self._engines[rows.table].add(batch)

    def ended(self, end: Ended) -> FileScan:
        """The result, with what was found up to here."""
        found, shapes = personal_names(self._columns)
        reason, notes = end.reason, list(self._notes[:_MOST_NOTES])
        if reason:
            notes.insert(0, end.detail or reason.sentence)
        opaque = [name for name, is_foreseen in self._opaque.items() if not is_foreseen]
        if opaque:
            named = [shapes.get(name, name) for name in opaque[:_MOST_NAMED]]
            notes.append(f"bytes that are no text in: {', '.join(named)}")
        status = status_of(reason, is_looked_at=bool(self._engines))
        if reason is None and opaque:
            reason, status = Reason.BINARY_CONTENT, Status.PARTIAL
        if reason is None and not self.is_whole:
            reason = Reason.MEMBERS_INCOMPLETE
            notes.insert(0, reason.sentence)
        if reason is Reason.MEMBERS_INCOMPLETE:
            status = Status.PARTIAL
        return FileScan(
            path=self._path,
            format=self._begun.format,
            bytes=self._begun.bytes or end.bytes,
            rows=self._rows,
            status=status,
            reason=reason,
            seconds=time.monotonic() - self._started,
            columns=tuple(dict.fromkeys(shapes.get(name, name) for name in self._columns)),
            findings=(*self._findings(shapes), *found, *self._named),
            errors=tuple(notes),
            fault=self._fault,
            opaque=tuple(name for name, is_foreseen in self._opaque.items() if is_foreseen),
        )

    def _findings(self, shapes: Mapping[str, str]) -> Iterator[Finding]:
        for engine in self._engines.values():
            for one in engine.findings():
                yield replace(one, column=shapes.get(one.column, one.column))
