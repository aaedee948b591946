"""One door for every format: what a file and the files inside it hold, frame by frame."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from mesh.naming.limits import ScanLimits
from mesh.scanning.archives import Beside, Member, explained, open_zip, tar_members, zip_members
from mesh.scanning.expected import NOTHING, Expected
from mesh.scanning.formats import columnar
from mesh.scanning.formats.avro import read_avro
from mesh.scanning.formats.bookkeeping import BOOKKEEPING, read_bookkeeping
from mesh.scanning.formats.sqlite import read_sqlite
from mesh.scanning.formats.strings import texts_beside
from mesh.scanning.formats.texts import text_reader
from mesh.scanning.formats.workbooks import MARK, read_workbook
from mesh.scanning.frames import Begun, Ended, Frame, Noted, Opaque, Rows, too_large
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sniffing import sniff
from mesh.scanning.sources import Budget, Source
from mesh.scanning.unpacking import PACKED, unpacked

Content = Rows | Opaque | Noted
_MOST_COLUMNS = 20_000
Reader = Callable[[Source], Iterator[Content]]
_READERS: Mapping[str, Reader] = {
    "parquet": columnar.read_parquet,
    "orc": columnar.read_orc,
    "arrow": columnar.read_arrow,
    "arrow-stream": columnar.read_arrow_stream,
    "avro": read_avro,
    "sqlite": read_sqlite,
    **dict.fromkeys(BOOKKEEPING, read_bookkeeping),
}
_BESIDE = "beside the files"
_ARCHIVES: Mapping[str, Callable[[Source], Iterator[Member | Beside]]] = {
    "zip": zip_members,
    "tar": tar_members,
}


def read(
    file: BinaryIO, size: int, limits: ScanLimits, expected: Expected = NOTHING
) -> Iterator[Frame]:
    """Give a file's frames: it begins, its content, files inside it in the same way, its end.

    Args:
        file: open at its start and seekable.
        size: in bytes.
        limits: beyond which it is refused.
        expected: the table that it should hold, if that is known.
    """
    if size > limits.file_bytes:
        yield from too_large(size, limits)
        return
    try:
        budget = Budget(size, limits, expected)
        source = Source(file, budget=budget, seekable=True, size=size)
    except OSError:
        yield Begun(path=(), format="", bytes=size)
        yield Ended(reason=Reason.UNREADABLE, detail="its first bytes cannot be read")
        return
    yield from _file(source, (), 0)


def _file(source: Source, path: tuple[str, ...], depth: int) -> Iterator[Frame]:
    """Give the frames of one file; whatever is wrong ends it, and it alone."""
    names: list[str] = []
    try:
        content = _opened(source, names, depth)
        yield Begun(path=path, format=_format(names), bytes=source.size)
    except FileRefusedError as error:
        yield Begun(path=path, format=_format(names), bytes=source.size)
        if path and error.reason is Reason.EMPTY:
            yield Noted(note=error.detail)
            yield Ended(bytes=source.size)
        else:
            yield Ended(reason=error.reason, detail=error.detail)
        return
    except MemoryError:
        yield Begun(path=path, format=_format(names), bytes=source.size)
        yield Ended(reason=Reason.MEMORY_LIMIT, detail="")
        return
    try:
        with explained():
            if isinstance(content, Source):
                yield from _members(content, names[-1], path, depth + len(names))
            else:
                yield from _narrow(content)
    except FileRefusedError as error:
        yield Ended(reason=error.reason, detail=error.detail, bytes=source.passed)
    except MemoryError:
        yield Ended(reason=Reason.MEMORY_LIMIT, detail="", bytes=source.passed)
    except RecursionError:
        yield Ended(reason=Reason.DEPTH_LIMIT, detail="", bytes=source.passed)
    else:
        yield Ended(bytes=source.size or source.passed)


def _narrow(content: Iterator[Content]) -> Iterator[Content]:
    """The content of a file that has no more columns than can be looked at, all tables together."""
    columns: set[str] = set()
    for frame in content:
        if isinstance(frame, Rows):
            columns.update(frame.batch.schema.names)
        if len(columns) > _MOST_COLUMNS:
            raise FileRefusedError(
                Reason.COLUMN_LIMIT, f"its tables have more than {_MOST_COLUMNS} columns"
            )
        yield frame
        del frame


def _format(names: list[str]) -> str:
    """``csv.gzip`` for a CSV in a gzip; ``gzip`` where nobody knows what is inside."""
    return ".".join(reversed(names))


def _opened(source: Source, names: list[str], depth: int) -> Iterator[Content] | Source:
    """Unpack, and find the format; an archive is given as its source."""
    with explained():
        kind = sniff(source.head)
        while kind in PACKED:
            names.append(kind)
            _check_depth(depth + len(names), source)
            source = Source(unpacked(source.stream, kind), budget=source.budget)
            kind = sniff(source.head)
        if kind in _ARCHIVES:
            names.append(kind)
            if kind == "zip" and MARK in open_zip(source).namelist():
                names[-1] = "xlsx"
                return read_workbook(source)
            _check_depth(depth + len(names), source)
            return source
        if kind == "text":
            name, reader = text_reader(source)
            names.append(name)
            return reader(source)
        names.append(kind)
        return _READERS[kind](source)


def _check_depth(depth: int, source: Source) -> None:
    deepest = source.budget.limits.depth
    if depth > deepest:
        raise FileRefusedError(Reason.DEPTH_LIMIT, f"archives are nested beyond {deepest}")


def _members(source: Source, kind: str, path: tuple[str, ...], depth: int) -> Iterator[Frame]:
    """Give the frames of an archive's files; those too large for the whole end the whole."""
    incomplete = number = 0
    is_filled = False
    for member in _ARCHIVES[kind](source):
        if isinstance(member, bytes):
            yield from texts_beside(member, _BESIDE)
            continue
        name, size, opened = member
        number += 1
        for frame in _member(opened, (*path, name), size, source.budget, depth):
            yield frame
            if isinstance(frame, Begun):
                is_filled |= bool(frame.format)
            elif isinstance(frame, Ended):
                failed = frame.reason
        incomplete += failed is not None
        if failed is Reason.RATIO_LIMIT:
            raise FileRefusedError(failed, "its members unpack to far more than its size")
    if not number:
        raise FileRefusedError(Reason.EMPTY, f"the {kind} holds no file")
    if incomplete:
        raise FileRefusedError(
            Reason.MEMBERS_INCOMPLETE, f"{incomplete} of its {number} files are not complete"
        )
    if not is_filled:
        raise FileRefusedError(Reason.EMPTY, f"the {kind} holds nothing but empty files")


def _member(
    opened: BinaryIO | FileRefusedError,
    path: tuple[str, ...],
    size: int,
    budget: Budget,
    depth: int,
) -> Iterator[Frame]:
    try:
        if isinstance(opened, FileRefusedError):
            raise opened
        with explained():
            source = Source(opened, budget=budget, size=size)
    except FileRefusedError as error:
        yield Begun(path=path, format="", bytes=size)
        yield Ended(reason=error.reason, detail=error.detail)
        return
    yield from _file(source, path, depth)
