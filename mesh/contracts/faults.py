"""Faults of a contract: where each one is, and what to write instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesh.errors import ContractError
from mesh.naming.lines import Lines, Path, field_of, placed

__all__ = ["ContractFaultsError", "Fault", "Lines", "Path"]


@dataclass(frozen=True)
class Fault:
    """One fault: the field, and what to write instead."""

    path: Path
    advice: str

    @property
    def field(self) -> str:
        """The field as people write it: ``schema[0].properties[2].physicalType``."""
        return field_of(self.path)


class ContractFaultsError(ContractError):
    """A contract is refused, with all its faults at once."""

    def __init__(self, where: str, faults: Sequence[Fault], lines: Lines | None = None) -> None:
        self.where, self.faults = where, tuple(faults)
        lines = lines or Lines(None)
        super().__init__(
            "\n".join(placed(where, fault.path, fault.advice, lines) for fault in faults)
        )
