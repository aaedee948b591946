"""The same table in several formats; each function gives the megabytes that count as its size."""

import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

Blocks = Iterator[pa.RecordBatch]
_OPENING = '<?xml version="1.0"?><worksheet><sheetData>'
_WORKBOOK = '<workbook><sheets><sheet name="People" sheetId="1"/></sheets></workbook>'


def csv(blocks: Blocks, path: Path) -> float:
    """Comma-separated, with a header; megabytes of text."""
    first = next(blocks)
    with pyarrow.csv.CSVWriter(path, first.schema) as writer:
        for block in itertools.chain((first,), blocks):
            writer.write_batch(block)
    return path.stat().st_size / 1e6


def parquet(blocks: Blocks, path: Path) -> float:
    """Parquet as Arrow writes it; megabytes of Arrow buffers."""
    first = next(blocks)
    size = 0
    with pyarrow.parquet.ParquetWriter(path, first.schema, compression="snappy") as writer:
        for block in itertools.chain((first,), blocks):
            writer.write_batch(block)
            size += block.nbytes
    return size / 1e6


def json_lines(blocks: Blocks, path: Path) -> float:
    """One object each line; megabytes of text."""
    with path.open("w", encoding="utf-8") as file:
        for block in blocks:
            file.writelines(objects(block))
    return path.stat().st_size / 1e6


def objects(block: pa.RecordBatch) -> Iterator[str]:
    """One object each row, with the end of its line."""
    names = [f'"{name}": "' for name in block.schema.names]
    for row in zip(*(column.to_pylist() for column in block.columns), strict=True):
        cells = (name + str(cell) for name, cell in zip(names, row, strict=True))
        yield "{" + '", '.join(cells) + '"}\n'


def workbook(blocks: Blocks, path: Path) -> float:
    """One sheet with its texts in its cells; megabytes of its XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", _WORKBOOK)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_OPENING.encode())
            for number, block in enumerate(blocks):
                sheet.write(_rows(block, header=number == 0))
            sheet.write(b"</sheetData></worksheet>")
        return archive.getinfo("xl/worksheets/sheet1.xml").file_size / 1e6


def _rows(block: pa.RecordBatch, *, header: bool) -> bytes:
    sink = io.StringIO()
    rows = zip(*(column.to_pylist() for column in block.columns), strict=True)
    for row in itertools.chain([block.schema.names] if header else [], rows):
        cells = (f'<c t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>' for cell in row)
        sink.write(f"<row>{''.join(cells)}</row>")
    return sink.getvalue().encode()


WRITERS: dict[str, Callable[[Blocks, Path], float]] = {
    "csv": csv,
    "parquet": parquet,
    "jsonl": json_lines,
    "xlsx": workbook,
}
