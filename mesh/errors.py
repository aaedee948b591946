"""Every error the mesh raises on purpose.

MeshError
├── MeshFileError          mesh.yaml or domain.yaml is wrong
├── UnknownDomainError     a domain that mesh.yaml does not have
├── ContractError          a contract is refused
├── NotFoundError          a product, request, file or publication that does not exist
├── RefusedError           the caller may not do this
├── ConflictError          the thing is not in a state that allows this
└── UnreachableError       governance does not answer

A type carries its values; its message says what happened, where, and what to do next.
"""

from collections.abc import Collection
from difflib import get_close_matches


class MeshError(Exception):
    """The mesh refuses, and says why in one line."""


class MeshFileError(MeshError):
    """mesh.yaml or a domain.yaml is wrong."""


class ContractError(MeshError):
    """A contract is refused."""


class NotFoundError(MeshError):
    """What was asked for does not exist."""


class RefusedError(MeshError):
    """The caller may not do this."""


class ConflictError(MeshError):
    """The thing is not in a state that allows this."""


class UnreachableError(MeshError):
    """Governance does not answer."""


class UnknownDomainError(MeshError):
    """A domain that mesh.yaml does not have."""

    def __init__(self, domain: str, known: Collection[str]) -> None:
        self.domain = domain
        super().__init__(f"mesh.yaml has no domain {domain!r}; {advice(domain, known)}")


def advice(word: str, known: Collection[str]) -> str:
    """Say which of the known words was probably meant."""
    hint = get_close_matches(word, known, n=1)
    return f"did you mean {hint[0]!r}?" if hint else f"known: {', '.join(sorted(known)) or 'none'}"
