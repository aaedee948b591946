"""Which files are read, how their scan ends, and how far each is followed."""

from collections.abc import Iterator, Mapping
from typing import get_args

from docs.pages.markdown import attributes_of, page, section, table
from mesh.naming.limits import RANGES, ScanLimits
from mesh.scanning.encodings import READ_AS
from mesh.scanning.latin import WINDOWS
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.sniffing import Kind
from mesh.scanning.unpacking import PACKED

_ARCHIVES = ("zip", "tar")
_GUESSED = ", ".join(f"`{name}`" for name in sorted(READ_AS.values()) if name != WINDOWS)
# Of each format: what it may be, and which rows a contract's table takes of it.
_FORMATS: Mapping[str, tuple[str, str]] = {
    "csv": (
        (
            "any delimiter (`tsv` by tabs), of several signs and columns of spaces too; in the "
            "[encodings](#encodings) below"
        ),
        "all; the first line is a header with the contract's names",
    ),
    "json": (
        (
            "lines, one array, one document, values one after the other; objects used as maps, by "
            "their keys, as lists of `key` and `value`"
        ),
        "the lines, or the items of the array around everything",
    ),
    "parquet": ("all codecs; nested columns by their path; notes of the file", "all"),
    "orc": ("all codecs; nested columns by their path; notes of the file", "all"),
    "arrow": ("Feather 2 too; notes of the file", "all"),
    "arrow-stream": ("as `arrow`", "all"),
    "avro": ("blocks packed by deflate, bzip2, xz, snappy or zstd, or not; notes", "all"),
    "xlsx": (
        "every sheet, formulas, comments, properties, links that lead out",
        "of the sheet with the table's name, else of the first; its first row of cells is a header",
    ),
    "sqlite": (
        "every table, texts in its schema",
        "of the table with that name, or of the only one",
    ),
    "xml": (
        (
            "elements, attributes, comments by their path, document types; in the encoding that it "
            "declares"
        ),
        "none",
    ),
    "yaml": ("scalars by their path, comments; aliases are not followed", "none"),
    "text": ("logs and the like, line by line", "none"),
    "ds-store": ("names and other texts of a `.DS_Store`; pictures make it `PARTIAL`", "none"),
    "appledouble": ("texts of a `._` file, as archives of macOS hold; as above", "none"),
}
_MEANING: Mapping[Status, str] = {
    Status.COMPLETE: "Every value was looked at, but bytes of a column that its contract declares "
    "[opaque](contract.md#bytes). Only such a file can be clean.",
    Status.PARTIAL: "Something was looked at, and something was not: refused.",
    Status.SKIPPED: "Nothing was looked at: refused.",
}


def formats() -> list[str]:
    """Every format that the page tells of; sniffing tells text apart from the others only."""
    return [*_FORMATS, *PACKED, *_ARCHIVES]


def sniffed() -> tuple[str, ...]:
    """Every format that is known by its first bytes."""
    return get_args(Kind)


def render() -> str:
    """The page."""
    packed = ", ".join(f"`{kind}`" for kind in (*PACKED, *_ARCHIVES))
    return page(
        "Files",
        "What a file is, its bytes say; its name says nothing. `mesh scan`, the scanner and the "
        "publisher read it by the same readers, in a process without credentials.",
        section(
            "Formats",
            table(["format", "what is looked at", "rows of the contract's table"], _formats()),
            f"Around them, as deep as the limits allow: {packed}; comments of a zip and bytes "
            "around the files of an archive are looked at. A file that lands for a product "
            "holds one table; of an archive with several files each is to land by itself, "
            "but for empty ones and what macOS puts beside them (`.DS_Store`, `__MACOSX`). "
            "Personal data that is not in the table, such as on another sheet, refuses the file "
            "too; only what a workbook's properties say of its writer does not.",
        ),
        _encodings(),
        section("How a scan ends", table(["status", "meaning"], _statuses())),
        section(
            "Reasons",
            "The code stands before the reason in `mesh quarantine list`, and by itself in "
            "`mesh scan --json` and in alerts.",
            table(["code", "meaning"], ([f"`{each}`", each.sentence] for each in Reason)),
        ),
        section(
            "Limits",
            "Of each file, under `scan` in `mesh.yaml`.",
            table(["limit", "is", "may be", "meaning"], _limits()),
        ),
    )


def _encodings() -> str:
    return section(
        "Encodings",
        "CSV, JSON, YAML and plain text are read as UTF-8, UTF-16 or UTF-32. Bytes that are "
        "none of these are read as Windows-1252 (Western Europe) where most letters are ASCII, "
        "unless letters of a language of another encoding are far likelier: Turkish (`cp1254`), "
        "Lithuanian, Latvian and Estonian (`cp1257`), Czech, Slovak, Polish, Hungarian, Romanian, "
        "Croatian and Slovene (`cp1250`, `iso8859_2`). Texts of other letters are read as what "
        f"makes words, by up to 16 KB of different ones: {_GUESSED}. Fewer than five words tell "
        "rarely: what they do not tell is read as Windows-1252. What was guessed is a note of "
        "the file. Signs that are not in what was guessed make it `PARTIAL`: `MALFORMED`.",
        "What a text says of itself holds: a mark at its start (or where its zero bytes are), then "
        "what XML declares, which is UTF-8 where it declares nothing; sheets and other parts of "
        "workbooks alike. Encodings that programs of today write with more signs than the declared "
        "one has are read with these (Shift JIS as cp932, GB2312 and GBK as GB18030, Big5 as "
        "cp950, EUC-KR as cp949). What is not in that encoding (bytes that are no sign, half a "
        "sign of UTF-16, a byte too many at the end) hides nothing around it: all else is looked "
        "at, and the file is refused as `MALFORMED`, never `COMPLETE`. Only bytes that are no "
        "UTF-8 in text without XML's rules leave a file `COMPLETE`, with the note: each of them "
        "is a letter of Windows-1252.",
        "A guess may be wrong: tables of few such names (five rows in Romanian or Lithuanian) stay "
        "in Windows-1252, and so do encodings that are not named here (DOS, Mac, Vietnamese), with "
        "some letters wrong, which may hide a name. Files in UTF-8 are surely read as they are.",
    )


def _formats() -> Iterator[list[str]]:
    for name, (looked_at, rows) in _FORMATS.items():
        yield [f"`{name}`", looked_at, rows]


def _statuses() -> Iterator[list[str]]:
    for status, meaning in _MEANING.items():
        yield [f"`{status}`", meaning]


def _limits() -> Iterator[list[str]]:
    meanings = attributes_of(ScanLimits)
    for name, value in ScanLimits().to_dict().items():
        least, most = RANGES[name]
        yield [f"`{name}`", f"{value:,}", f"{least:,} to {most:,}", meanings[name]]
