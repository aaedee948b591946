"""Scans one file and everything inside it; a file that kills its parser costs that file only."""

import io
import os
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import BinaryIO, Self

import pyarrow as pa

from mesh.pii import Engine
from mesh.publishing.parsing import Limits, Parsers
from mesh.publishing.readers.refusal import ParserExpiredError, UnreadableError
from mesh.scanning import frames
from mesh.scanning.frames import Begun, Ended, Frame, Noted, Opaque, Rows, status_of
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan

_WORKER = "mesh.scanning.worker"
_LEAST_SECONDS = 60
# What the slowest reader does with room to spare.
_BYTES_PER_SECOND = 2 << 20
_MOST_NOTES = 100


class FileScanner:
    """Reads files in a process apart and looks at every value of them."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._parsers = Parsers(worker=_WORKER)

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
        limits = self._limits or Limits(seconds=_LEAST_SECONDS + size // _BYTES_PER_SECOND)
        open_scans: list[_Scan] = []
        try:
            for frame in self._parsers.answers(file, {}, _all_frames, limits):
                yield from _followed(frame, open_scans, path)
                if report and isinstance(frame, Rows):
                    report(frame.batch.nbytes)
        except ParserExpiredError:
            cut: tuple[Reason, str] = Reason.TIME_LIMIT, f"it took over {limits.seconds} s"
        except UnreadableError:
            cut = Reason.PARSER_DIED, ""
        else:
            cut = Reason.PARSER_DIED, "its parser ended too early"
            if not open_scans:
                return
        open_scans = open_scans or [_Scan(path, Begun(path=(), format="", bytes=size))]
        for scan in reversed(open_scans):
            yield scan.ended(Ended(reason=cut[0], detail=cut[1]))


def _all_frames(source: io.BufferedReader) -> Iterator[Frame]:
    return frames.received(source)


def _followed(frame: Frame, open_scans: list["_Scan"], path: str) -> Iterator[FileScan]:
    if isinstance(frame, Begun):
        open_scans.append(_Scan(path, frame))
    elif isinstance(frame, Ended):
        yield open_scans.pop().ended(frame)
    else:
        open_scans[-1].add(frame)


class _Scan:
    """One file while it is looked at."""

    def __init__(self, path: str, begun: Begun) -> None:
        self._path = "!/".join((path, *begun.path))
        self._begun = begun
        self._started = time.monotonic()
        self._engines: dict[str, Engine] = {}
        self._columns: dict[str, None] = {}
        self._opaque: dict[str, None] = {}
        self._notes: list[str] = []
        self._rows = 0

    def add(self, frame: Rows | Noted | Opaque) -> None:
        """Look at values, or keep what is to be told."""
        if isinstance(frame, Noted):
            self._notes.append(frame.note)
        elif isinstance(frame, Opaque):
            self._opaque[frame.column] = self._columns[frame.column] = None
        else:
            self._look_at(frame)

    def _look_at(self, rows: Rows) -> None:
        if rows.counted:
            self._rows += rows.batch.num_rows
        batch: pa.RecordBatch = rows.batch
        self._columns.update(dict.fromkeys(name for name in batch.schema.names if name))
        if batch.num_rows:
            self._engines.setdefault(rows.table, Engine()).add(batch)

    def ended(self, end: Ended) -> FileScan:
        """The result, with what was found up to here."""
        reason, notes = end.reason, list(self._notes[:_MOST_NOTES])
        if reason:
            notes.insert(0, end.detail or reason.sentence)
        if self._opaque:
            notes.append(f"bytes that are no text in: {', '.join(list(self._opaque)[:20])}")
        status = status_of(reason, self._rows)
        if reason is None and self._opaque:
            reason, status = Reason.BINARY_CONTENT, Status.PARTIAL
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
            columns=tuple(self._columns),
            findings=tuple(
                found for engine in self._engines.values() for found in engine.findings()
            ),
            errors=tuple(notes),
        )
