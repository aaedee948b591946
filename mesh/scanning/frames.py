"""What the worker tells of a file: lines of JSON on a pipe, followed by bytes where one says so."""

import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, cast

import pyarrow as pa

from mesh.scanning.reasons import Reason, Status

_LONGEST_LINE = 1 << 16
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
    """

    table: str
    counted: bool
    batch: pa.RecordBatch


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


Frame = Begun | Rows | Noted | Opaque | Ended
_KINDS: dict[str, type[Any]] = {
    "begun": Begun,
    "noted": Noted,
    "opaque": Opaque,
    "ended": Ended,
}


def write(frame: Frame, sink: BinaryIO) -> None:
    """Send one frame."""
    if isinstance(frame, Rows):
        body = pa.BufferOutputStream()
        with pa.ipc.new_stream(body, frame.batch.schema) as writer:
            writer.write_batch(frame.batch)
        content = body.getvalue()
        line = {"kind": "rows", "table": frame.table, "counted": frame.counted}
        sink.write(json.dumps(line | {"bytes": content.size}).encode() + b"\n")
        sink.write(memoryview(content))
        return
    kind = next(name for name, each in _KINDS.items() if isinstance(frame, each))
    sink.write(json.dumps({"kind": kind} | asdict(frame)).encode() + b"\n")


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
        return _rows(fields, source)
    if kind == "begun":
        fields["path"] = tuple(str(name) for name in fields["path"])
    if kind == "ended" and fields["reason"] is not None:
        fields["reason"] = Reason(fields["reason"])
    return cast("Frame", _KINDS[kind](**fields))


def _rows(fields: dict[str, Any], source: io.BufferedReader) -> Rows:
    size = int(fields["bytes"])
    if not 0 <= size <= _LARGEST_BATCH:
        raise ValueError("a batch has no such size")
    content = source.read(size)
    if len(content) < size:
        raise EOFError
    with pa.ipc.open_stream(pa.py_buffer(content)) as stream:
        batch = stream.read_next_batch()
    batch.validate(full=True)
    return Rows(table=str(fields["table"]), counted=bool(fields["counted"]), batch=batch)


def status_of(reason: Reason | None, rows: int) -> Status:
    """A file that was refused is partial if anything of it was looked at."""
    if reason is None:
        return Status.COMPLETE
    return Status.PARTIAL if rows else Status.SKIPPED
