"""Large files of every format that is streamed, made of a few blocks that come again and again."""

import bz2
import gzip
import io
import itertools
import lzma
import math
from collections.abc import Callable, Sequence

import fastavro
import pyarrow as pa
import pyarrow.csv
import pyarrow.orc

from benchmarks.pii import files, tables
from benchmarks.pii import values as v
from benchmarks.pii.endless import Endless, Piece

# 140 MB of CSV until the first value comes again.
_MANY, _FEW = 16, 2
_SYNC = bytes(range(16))
Maker = Callable[[float], tuple[Endless, int]]
"""A file that holds so many megabytes decoded, and the rows that it has."""


def csv(megabytes: float) -> tuple[Endless, int]:
    """Comma-separated, with a header."""
    return _repeated(_csv(tables.dense(0).slice(0, 0), header=True), _many(_csv), _MANY, megabytes)


def json_lines(megabytes: float) -> tuple[Endless, int]:
    """One object each line."""
    return _repeated(b"", _many(_lines), _MANY, megabytes)


def text(megabytes: float) -> tuple[Endless, int]:
    """A log: who did what from where, a sentence each line."""
    return _repeated(b"", _many(_log), _MANY, megabytes)


def avro(megabytes: float) -> tuple[Endless, int]:
    """Records in blocks of 64 KB, packed by deflate; megabytes are of its records unpacked."""
    records = [row for number in range(_FEW) for row in tables.dense(number).to_pylist()]
    header, plain = _avro([], "null"), len(_avro(records, "null"))
    body = _avro(records, "deflate")[len(_avro([], "deflate")) :]
    times = _times(megabytes, plain - len(header))
    pieces = [Piece(_avro([], "deflate")), Piece(body, times)]
    return Endless(pieces), times * len(records)


def packed(pack: Callable[[bytes], bytes]) -> Maker:
    """CSV in members or frames of one block each, behind each other."""

    def make(megabytes: float) -> tuple[Endless, int]:
        blocks = [_csv(tables.dense(number)) for number in range(_FEW)]
        header = pack(_csv(tables.dense(0).slice(0, 0), header=True))
        times = _times(megabytes, sum(map(len, blocks)))
        pieces = [Piece(header), Piece(b"".join(map(pack, blocks)), times)]
        return Endless(pieces), times * _FEW * tables.ROWS

    return make


def orc(megabytes: float) -> tuple[Endless, int]:
    """Stripes as Arrow writes them, all made beforehand; megabytes are of Arrow buffers."""
    sink = io.BytesIO()
    blocks = [tables.dense(number) for number in range(_FEW)]
    times = _times(megabytes, sum(block.nbytes for block in blocks))
    with pyarrow.orc.ORCWriter(sink, compression="ZSTD") as writer:
        for block in itertools.chain.from_iterable(itertools.repeat(blocks, times)):
            writer.write(pa.table(block))
    return Endless([Piece(sink.getvalue())]), times * _FEW * tables.ROWS


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda content: gzip.compress(content, 6),
    "zstd": lambda content: pa.Codec("zstd").compress(content, asbytes=True),
    "lz4": lambda content: pa.Codec("lz4").compress(content, asbytes=True),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


def _repeated(head: bytes, body: bytes, blocks: int, megabytes: float) -> tuple[Endless, int]:
    times = _times(megabytes, len(body))
    return Endless([Piece(head), Piece(body, times)]), times * blocks * tables.ROWS


def _times(megabytes: float, size: int) -> int:
    return math.ceil(megabytes * 1e6 / size)


def _many(written: Callable[[pa.RecordBatch], bytes]) -> bytes:
    return b"".join(written(tables.dense(number)) for number in range(_MANY))


def _csv(block: pa.RecordBatch, *, header: bool = False) -> bytes:
    sink = io.BytesIO()
    options = pyarrow.csv.WriteOptions(include_header=header)
    pyarrow.csv.write_csv(block, sink, options)
    return sink.getvalue()


def _lines(block: pa.RecordBatch) -> bytes:
    return "".join(files.objects(block)).encode()


def _log(block: pa.RecordBatch) -> bytes:
    said = v.joined(*(block[name] for name in ("created_at",)), " ", block["last_login"])
    lines = v.joined(said, " ", block["name"], ": ", block["remarks"])
    return ("\n".join(lines.to_pylist()) + "\n").encode()


def _avro(records: Sequence[dict[str, object]], codec: str) -> bytes:
    fields = [{"name": name, "type": "string"} for name in tables.dense(0).schema.names]
    sink = io.BytesIO()
    schema = {"type": "record", "name": "person", "fields": fields}
    fastavro.writer(sink, schema, records, codec=codec, sync_interval=1 << 16, sync_marker=_SYNC)
    return sink.getvalue()
