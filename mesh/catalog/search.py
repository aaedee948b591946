"""Full-text search over contracts: in memory, made anew when the registry has changed."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from mesh.contracts import Contract
from mesh.naming import ProductAddress

MOST_RESULTS = 50
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class Found:
    """A product that a search found, best first."""

    address: ProductAddress
    rank: float


class SearchIndex:
    """Finds products whose title, description, columns or tags hold every word.

    A word finds longer ones too: ``delay`` finds ``delays``. The title counts most.
    """

    def __init__(self, contracts: Iterable[Contract]) -> None:
        # One function serves one request at a time, but not always in the same thread.
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE product USING fts5("
            "address UNINDEXED, name, title, tags, columns, description, "
            "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        self._base.executemany("INSERT INTO product VALUES (?,?,?,?,?,?)", map(_row, contracts))

    def search(self, text: str) -> list[Found]:
        """Products that hold every word of a text; none if it has no word."""
        words = _WORD.findall(text)
        if not words:
            return []
        query = " ".join(f'"{word}"*' for word in words)
        rows = self._base.execute(
            "SELECT address, bm25(product, 0, 8, 10, 6, 3, 2) AS rank FROM product "
            "WHERE product MATCH ? ORDER BY rank, address LIMIT ?",
            (query, MOST_RESULTS),
        )
        return [Found(ProductAddress.parse(address), -rank) for address, rank in rows]

    def close(self) -> None:
        """Forget everything."""
        self._base.close()


def _row(contract: Contract) -> tuple[str, ...]:
    columns = [column for table in contract.tables for column in table.as_published().columns]
    names = " ".join(f"{column.name} {column.name.replace('_', ' ')}" for column in columns)
    meanings = " ".join(column.description for column in columns)
    address = contract.address
    return (
        str(address),
        f"{address.domain} {address.product}",
        contract.title,
        " ".join(contract.tags),
        names,
        f"{contract.description} {meanings}",
    )
