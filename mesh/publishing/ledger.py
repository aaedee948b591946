"""The ledger: what became of every file version that landed, and which steps are allowed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

from mesh.errors import ConflictError
from mesh.findings import Finding
from mesh.publishing.landing import ObjectFacts, ObjectVersion, order_of
from mesh.publishing.waiving import Waiver
from mesh.scanning.reasons import Status

State = Literal["clean", "published", "superseded", "quarantined", "released", "discarded"]

# From each state, where a file may go. What is not here never happens.
STEPS: Mapping[State, frozenset[State]] = {
    "clean": frozenset({"clean", "published", "superseded", "quarantined"}),
    "published": frozenset({"published", "superseded"}),
    "quarantined": frozenset({"released", "discarded"}),
    "released": frozenset({"clean", "quarantined"}),
    "superseded": frozenset(),
    "discarded": frozenset(),
}
# A file in one of these needs nothing more; landing's lifecycle may remove it.
SETTLED: frozenset[State] = frozenset({"published", "superseded", "quarantined", "discarded"})


@dataclass(frozen=True, kw_only=True)
class FileVerdict:
    """The scanner's result for exactly one file version.

    Attributes:
        reasons: why it is refused; empty means clean.
        findings: personal data seen, declared or not, with masked evidence.
        reader_version: of the readers that parsed it.
        rows: how many were parsed.
        digest: of what was parsed; the publisher must parse the same.
        contract_version: under which it was judged.
        contract_digest: of exactly that contract; empty if there was none.
        waived: leaks that are accepted, and who answers for each until when.
        waived_until: when the first of these waivers ends; empty if there is none.
        status: how much was looked at: ``COMPLETE``, ``PARTIAL`` or ``SKIPPED``.
        reason: the code of why it is not complete; empty if it is.
        format: by content; empty if nobody knows.
        engine_version: of what looked for personal data: the detectors, and the mesh's rules.
        judged_at: when, ISO 8601 in UTC; empty in verdicts of before.
        notes: what its owner should know of its contract, though it refuses nothing.
    """

    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]
    reader_version: str
    rows: int
    digest: str
    contract_version: str
    contract_digest: str
    waived: tuple[str, ...] = ()
    waived_until: str = ""
    status: str = Status.COMPLETE
    reason: str = ""
    format: str = ""
    engine_version: str = ""
    judged_at: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether the file may be published: all of it was looked at, nothing speaks against it."""
        return self.status == Status.COMPLETE and not self.reasons

    def to_json(self) -> str:
        """Write the verdict as one line."""
        findings = [found.to_dict() for found in self.findings]
        content = asdict(self) | {"findings": findings}
        return json.dumps(content, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote."""
        content = json.loads(text)
        content["reasons"] = tuple(content["reasons"])
        for name in ("waived", "notes"):
            content[name] = tuple(content.get(name, ()))
        content["findings"] = tuple(Finding.from_dict(found) for found in content["findings"])
        return cls(**content)


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """One file version and what became of it.

    Attributes:
        revision: counts the changes; a change is written only over the revision that it read.
        publication: that made the file readable, once published.
        waivers: findings that the owner has answered for when the file was released.
        decision: who released or discarded the file, why and when.
        quarantine_version: of the copy in the quarantine bucket.
        alerted: whether the refusal was told.
    """

    domain: str
    product: str
    file: ObjectVersion
    facts: ObjectFacts
    state: State
    verdict: FileVerdict
    revision: int = 1
    publication: str = ""
    waivers: tuple[Waiver, ...] = ()
    decision: str = ""
    quarantine_version: str = ""
    changed_at: str = ""
    alerted: bool = False

    @property
    def file_id(self) -> str:
        """Sort key in the ledger."""
        return self.file.file_id

    @property
    def age_order(self) -> tuple[str, str, str]:
        """Sort key that puts what landed first first."""
        return (self.facts.landed_at, order_of(self.file.sequencer), self.file.key)

    @property
    def version_order(self) -> str:
        """Sort key among versions of the same key."""
        return order_of(self.file.sequencer)

    def step(self, state: State, **changes: Any) -> Self:  # noqa: ANN401 - fields of the entry
        """Give the entry as it is after a step.

        Raises:
            ConflictError: if a file in this state cannot go there.
        """
        if state not in STEPS[self.state]:
            allowed = ", ".join(sorted(STEPS[self.state])) or "nothing: it is final"
            raise ConflictError(
                f"{self.file.key} is {self.state} and cannot become {state}; possible: {allowed}"
            )
        return replace(self, state=state, revision=self.revision + 1, **changes)
