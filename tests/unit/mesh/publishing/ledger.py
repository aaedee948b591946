"""The ledger in memory."""

# ruff: noqa: D101, D102 - the port says what these do.

from collections.abc import Sequence

from mesh.errors import ConflictError
from mesh.publishing.ledger import FileVerdict, LedgerEntry
from mesh.publishing.publications import Publication
from tests.unit.mesh.publishing.crashing import Faults


class FakeLedger:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.entries: dict[str, LedgerEntry] = {}
        self.history: list[LedgerEntry] = []
        self.kept: dict[str, FileVerdict] = {}
        self.published: dict[str, Publication] = {}

    def find(self, domain: str, product: str, file_id: str) -> LedgerEntry | None:
        self._faults.pause()
        return self.entries.get(f"{domain}/{product}/{file_id}")

    def write(self, entry: LedgerEntry) -> None:
        with self._faults.step():
            key = f"{entry.domain}/{entry.product}/{entry.file_id}"
            before = self.entries.get(key)
            if (before.revision if before else 0) != entry.revision - 1:
                raise ConflictError(f"{entry.file_id} was changed meanwhile")
            self.entries[key] = entry
            self.history.append(entry)

    def keep(self, entry: LedgerEntry) -> None:
        with self._faults.step():
            self.kept.setdefault(f"{entry.file_id}#{entry.revision}", entry.verdict)

    def files(self, domain: str, product: str) -> Sequence[LedgerEntry]:
        self._faults.pause()
        return [e for e in self.entries.values() if (e.domain, e.product) == (domain, product)]

    def versions(self, domain: str, product: str, key: str) -> Sequence[LedgerEntry]:
        return [entry for entry in self.files(domain, product) if entry.file.key == key]

    def clean(self, domain: str, product: str) -> Sequence[LedgerEntry]:
        return [entry for entry in self.files(domain, product) if entry.state == "clean"]

    def quarantined(self) -> Sequence[LedgerEntry]:
        """Files that wait for their owner."""
        return [entry for entry in self.entries.values() if entry.state == "quarantined"]

    def publications(self, domain: str, product: str) -> Sequence[Publication]:
        found = self.published.values()
        return [p for p in found if (p.domain, p.product) == (domain, product)]

    def prepared(self, domain: str, product: str) -> Sequence[Publication]:
        self._faults.pause()
        return [p for p in self.publications(domain, product) if p.state == "prepared"]

    def record(self, publication: Publication) -> None:
        with self._faults.step():
            self.published[publication.publication_id] = publication

    def forget(self, publication: Publication) -> None:
        with self._faults.step():
            del self.published[publication.publication_id]
