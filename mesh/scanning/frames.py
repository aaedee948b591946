"""What the worker tells of a file: lines of JSON on a pipe, followed by bytes where one says so."""

import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Literal, cast

import pyarrow as pa

from mesh.naming.limits import ScanLimits
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.validating import validate

_LONGEST_LINE = 1 << 16
Main = Literal["", "cells", "records", "typed"]
_LARGEST_BATCH = 1 << 30


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A file, or a file inside it, begins.

    Attributes:
        path: names of the archive's members down to this one; empty for the file itself.
        format: what its bytes say that it is.
        bytes: its size if that is known, else 0.
    """

    path: tuple[str, ...]
    format: str
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Values of the file begun last.

    Attributes:
        table: which rows these are: tables, sheets and lists inside rows have rows of their own.
        counted: whether they are rows of the file, or values inside its rows.
        batch: columns of strings, numbers, dates and truth values.
        main: whether the file is a table of these rows, and how it knows types: ``cells`` are texts
            whatever they hold, ``records`` are values whose names may be left out row by row,
            ``typed`` columns have one type. Known in the worker only.
        fault: why these rows fit into no table. Known in the worker only.
    """

    table: str
    counted: bool
    batch: pa.RecordBatch
    main: Main = ""
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Rows of the expected table, in its columns and types."""

    batch: pa.RecordBatch


@dataclass(frozen=True, kw_only=True)
class Unfit:
    """The file does not hold the expected table; its rows come as they are from here on."""

    fault: str


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Something that people should know of the file begun last."""

    note: str


@dataclass(frozen=True, kw_only=True)
class Opaque:
    """A column of the file begun last holds bytes that nobody can look into."""

    column: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    """The file begun last and not ended ends.

    Attributes:
        reason: why it is not complete; None if it is.
        detail: what is to be said beyond the reason's own sentence.
        bytes: size of what it holds, where that was not known at its beginning.
    """

    reason: Reason | None = None
    detail: str = ""
    bytes: int = 0


Frame = Begun | Rows | Typed | Unfit | Noted | Opaque | Ended
_KINDS: dict[str, type[Any]] = {
    "begun": Begun,
    "noted": Noted,
    "opaque": Opaque,
    "unfit": Unfit,
    "ended": Ended,
}


def write(frame: Frame, sink: BinaryIO) -> int:
    """Send one frame, and say how many bytes of rows it had."""
    if isinstance(frame, Rows):
        line = {"kind": "rows", "table": frame.table, "counted": frame.counted}
        return _write_batch(line, frame.batch, sink)
    if isinstance(frame, Typed):
        return _write_batch({"kind": "typed"}, frame.batch, sink)
    kind = next(name for name, each in _KINDS.items() if isinstance(frame, each))
    sink.write(json.dumps({"kind": kind} | asdict(frame)).encode() + b"\n")
    return 0


def _write_batch(line: dict[str, Any], batch: pa.RecordBatch, sink: BinaryIO) -> int:
    measured = pa.MockOutputStream()
    with pa.ipc.new_stream(measured, batch.schema) as writer:
        writer.write_batch(batch)
    size = measured.size()
    sink.write(json.dumps(line | {"bytes": size}).encode() + b"\n")
    # A copy of the whole would cost as much as reading it did.
    body = pa.PythonFile(sink, mode="w")  # type: ignore[arg-type]
    with pa.ipc.new_stream(body, batch.schema) as writer:
        writer.write_batch(batch)
    return int(size)


def received(source: io.BufferedReader) -> Iterator[Frame]:
    """Frames as they come, each checked: the worker is not trusted.

    A pipe that breaks off ends the frames.
    """
    while line := source.readline(_LONGEST_LINE):
        try:
            frame = _frame(json.loads(line), source)
        except (ValueError, KeyError, TypeError, pa.ArrowException, EOFError):
            return
        yield frame


def _frame(fields: dict[str, Any], source: io.BufferedReader) -> Frame:
    kind = fields.pop("kind")
    if kind == "rows":
        table, counted = str(fields["table"]), bool(fields["counted"])
        return Rows(table=table, counted=counted, batch=_batch(fields, source))
    if kind == "typed":
        return Typed(batch=_batch(fields, source))
    if kind == "begun":
        fields["path"] = tuple(str(name) for name in fields["path"])
    if kind == "ended" and fields["reason"] is not None:
        fields["reason"] = Reason(fields["reason"])
    return cast("Frame", _KINDS[kind](**fields))


def _batch(fields: dict[str, Any], source: io.BufferedReader) -> pa.RecordBatch:
    size = int(fields["bytes"])
    if not 0 <= size <= _LARGEST_BATCH:
        raise ValueError("a batch has no such size")
    content = source.read(size)
    if len(content) < size:
        raise EOFError
    with pa.ipc.open_stream(pa.py_buffer(content)) as stream:
        batch = stream.read_next_batch()
    validate(batch)
    return batch


def status_of(reason: Reason | None, *, is_looked_at: bool) -> Status:
    """A file that was refused is partial if anything of it was looked at."""
    if reason is None:
        return Status.COMPLETE
    return Status.PARTIAL if is_looked_at else Status.SKIPPED


def too_large(size: int, limits: ScanLimits) -> Iterator[Frame]:
    """Give the frames of a file that is larger than any may be: nobody opens it."""
    detail = f"it has {size >> 20} MB, and {limits.file_mb} are read"
    yield Begun(path=(), format="", bytes=size)
    yield Ended(reason=Reason.FILE_TOO_LARGE, detail=detail)
