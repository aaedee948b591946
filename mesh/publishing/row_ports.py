"""What those who read rows of files, or write them to tables, need of the world."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import pyarrow as pa

from mesh.contracts.model import Contract, Table
from mesh.publishing.ports import World
from mesh.publishing.publications import Publication
from mesh.scanning.frames import Frame


class Parsing(Protocol):
    """Reads foreign files where they can do no harm."""

    def frames(self, file: BinaryIO, table: Table) -> Iterator[Frame]:
        """What a file holds, the rows of the table in its types.

        Raises:
            ParserDiedError: if the parser ends before the file does.
        """


class DataFile(Protocol):
    """A Parquet file written for one source."""

    @property
    def source(self) -> str:
        """The source of every row."""

    @property
    def rows(self) -> int:
        """How many rows it holds."""


class OpenTable(Protocol):
    """One catalogue table, as it was when it was opened."""

    def publication_snapshots(self) -> dict[str, int]:
        """Publications in the table's history and their snapshots."""

    def kept(self, columns: Sequence[str], dropped: frozenset[str]) -> Iterator[pa.RecordBatch]:
        """Rows of the current snapshot but those of the dropped sources."""

    def row_count(self, dropped: frozenset[str]) -> int:
        """How many rows stay without the dropped sources, by metadata alone."""

    def writer(self, publication: str, source: str, recorded_at: str) -> "RowWriter":
        """A writer of new data files; nothing is visible before the commit."""

    def discard(self, publication: str) -> None:
        """Remove data files that were written for a publication that will not be committed."""

    def fence(self) -> None:
        """Make every commit impossible that was begun before, by a snapshot that changes no row.

        Raises:
            ConflictError: if the table has changed since it was opened.
        """

    def commit(
        self, publication: Publication, added: Iterable[DataFile], dropped: frozenset[str]
    ) -> int:
        """Make it all visible in one snapshot; give its id.

        Raises:
            ConflictError: if the table has changed since it was opened.
        """


class RowWriter(Protocol):
    """Writes rows of one source into data files of bounded size."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""

    def close(self) -> Sequence[DataFile]:
        """Finish; give the files written."""

    def discard(self) -> None:
        """Remove what was written."""


class Tables(Protocol):
    """The governance catalogue."""

    def open(self, contract: Contract, table: Table, account: str) -> tuple[OpenTable, bool]:
        """Open the table, made or widened to the contract first; tell whether that changed it.

        Raises:
            ContractError: if the contract changes it in a way that needs a new major version.
        """


@dataclass(frozen=True, kw_only=True)
class ReadingWorld(World):
    """The world of those who look into files."""

    parsing: Parsing
