"""Writes one file's rows for a commit, if they are what the scanner saw and keep the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from mesh.contracts.model import Contract, Table
from mesh.deidentification import Deidentifier, StillPersonalError, TokenKeys
from mesh.publishing.digest import RowDigest
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.mapping.refusal import UnreadableError
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.reading import rows_of
from mesh.publishing.row_ports import DataFile, ReadingWorld, RowWriter
from mesh.quality import Rules


class FaultyFileError(Exception):
    """A file does not keep what its verdict or its contract says."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reasons))


@dataclass(frozen=True, kw_only=True)
class StagedFile:
    """A file whose rows are written and not yet visible.

    Attributes:
        kept: its rows in the columns that table rules need.
    """

    entry: LedgerEntry
    files: Sequence[DataFile]
    kept: Sequence[pa.RecordBatch]

    def replay(self, rules: Rules) -> None:
        """Give the rows to table rules."""
        if not rules.columns:
            rules.count_rows(self.entry.verdict.rows)
        for batch in self.kept:
            rules.add(batch)


class Stager:
    """Reads a file again, with the readers that the scanner used, and writes what they give."""

    def __init__(self, world: ReadingWorld, token_keys: TokenKeys) -> None:
        self._zones = world.zones
        self._parsing = world.parsing
        self._token_keys = token_keys
        self._rules = world.rules

    def stage(
        self, entry: LedgerEntry, contract: Contract, table: Table, writer: RowWriter
    ) -> StagedFile:
        """Write the file's rows.

        Raises:
            FaultyFileError: if it reads otherwise than it was scanned, breaks a rule on rows, or is
                personal still after de-identification.
        """
        schema = FileSchema.of(table).arrow()
        digest = RowDigest(schema)
        rules = Rules.on_rows(table)
        needed = Rules.on_table(table).columns
        deidentifier = Deidentifier(
            table, self._token_keys, entry.domain, self._rules.with_those_of(contract.rules)
        )
        kept: list[pa.RecordBatch] = []
        try:
            with self._zones.content(entry.file) as content:
                for batch in rows_of(self._parsing.frames(content, table), schema):
                    digest.add(batch)
                    rules.add(batch)
                    published = deidentifier.apply(batch)
                    writer.write(published)
                    if needed:
                        kept.append(published.select(needed))
            deidentifier.check()
        except (UnreadableError, StillPersonalError) as error:
            writer.discard()
            raise FaultyFileError(getattr(error, "reasons", (str(error),))) from None
        reasons = _faults(entry, digest, rules)
        if reasons:
            writer.discard()
            raise FaultyFileError(reasons)
        return StagedFile(entry=entry, files=writer.close(), kept=kept)


def _faults(entry: LedgerEntry, digest: RowDigest, rules: Rules) -> tuple[str, ...]:
    if digest.hexdigest() != entry.verdict.digest:
        return ("the file reads otherwise than when it was scanned; land it again",)
    return rules.broken()
