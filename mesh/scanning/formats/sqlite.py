"""SQLite databases: every table, read from memory, with nothing but reading allowed."""

import re
import sqlite3
from collections.abc import Iterator, Sequence

from mesh.scanning.formats.strings import text_rows
from mesh.scanning.frames import Noted, Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import Records
from mesh.scanning.sources import Source

_ROWS = 2_000
# Where the header says how changes are kept. A database in memory knows no file beside it.
_JOURNAL, _WRITE_AHEAD, _ROLLBACK = slice(18, 20), b"\2\2", b"\1\1"
# Size and number of pages; 1 stands for the largest.
_PAGE, _PAGES, _LARGEST_PAGE = slice(16, 18), slice(28, 32), 1 << 16
_SCHEMA = "sqlite_schema.sql"
_TEXTUAL = re.compile(r"'|--|/\*")
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
}


def read_sqlite(source: Source) -> Iterator[Rows | Opaque | Noted]:
    """Give the rows of every table; columns are called ``table.column``.

    Raises:
        FileRefusedError: if the database is too large, corrupt, or holds virtual tables.
    """
    limits = source.budget.limits
    content = source.whole(limits.whole_bytes)
    _check_size(content)
    if content[_JOURNAL] == _WRITE_AHEAD:
        content = content[: _JOURNAL.start] + _ROLLBACK + content[_JOURNAL.stop :]
        yield Noted(note="changes that wait in a file of their own (-wal) are not in this one")
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        database.text_factory = _text
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.cell_bytes)
        database.execute("PRAGMA trusted_schema = OFF")
        database.set_authorizer(_only_reading)
        tables = _tables(database)
        yield from _schema(database)
        main = source.budget.expected.table_among(tables) if len(tables) > 1 else tables[:1]
        for table in tables:
            kept = source.budget.expected.binary if table in main else ()
            yield from _rows(database, table, kept, main=table in main)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise _refused(error) from None
    finally:
        database.close()


def _check_size(content: bytes) -> None:
    """Refuse what lacks a part of a page: SQLite would read zeros there."""
    page = int.from_bytes(content[_PAGE], "big")
    page = _LARGEST_PAGE if page == 1 else page
    pages = int.from_bytes(content[_PAGES], "big")
    if page and (len(content) % page or len(content) < pages * page):
        raise FileRefusedError(Reason.TRUNCATED, "the SQLite database lacks pages")


def _tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for _, sql in found:
        if str(sql).upper().startswith("CREATE VIRTUAL"):
            raise FileRefusedError(Reason.UNSUPPORTED_FORMAT, "it holds virtual tables")
    return [str(name) for name, _ in found]


def _schema(database: sqlite3.Connection) -> Iterator[Rows]:
    """Statements with texts or comments in them, of views and triggers too."""
    found = database.execute("SELECT sql FROM sqlite_master").fetchall()
    texts = [str(sql) for (sql,) in found if sql and _TEXTUAL.search(str(sql))]
    if texts:
        yield text_rows(texts, _SCHEMA)


def _rows(
    database: sqlite3.Connection, table: str, kept: Sequence[str], *, main: bool
) -> Iterator[Rows | Opaque]:
    quoted = table.replace('"', '""')
    cursor = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a name cannot be bound
    names = [f"{table}.{column[0]}" for column in cursor.description]
    records = Records(table=table, main=main, kept=[f"{table}.{name}" for name in kept])
    records.know(table, names)
    try:
        while rows := cursor.fetchmany(_ROWS):
            for row in rows:
                records.add(dict(zip(names, row, strict=True)), table=table)
            yield from records.drain()
    except sqlite3.Error:
        yield from records.drain()
        raise


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _refused(error: Exception) -> FileRefusedError:
    if "too big" in str(error):
        return FileRefusedError(Reason.CELL_TOO_LARGE, "a value is too large")
    if "not a database" in str(error):
        return FileRefusedError(Reason.ENCRYPTED, "its pages are no database's: it is encrypted")
    return FileRefusedError(Reason.CORRUPT, "the SQLite database is corrupt")
