"""The checkout that the command works in: mesh.yaml, domains/ and build/."""

from pathlib import Path

from mesh.contracts import Contract
from mesh.contracts.odcs import read_contract
from mesh.naming.mesh_file import Mesh, read_mesh

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
MESH_FILE = ROOT / "mesh.yaml"


def mesh() -> Mesh:
    """The mesh as mesh.yaml states it."""
    return read_mesh(MESH_FILE)


def contract_files(domain: str | None = None) -> list[Path]:
    """Every contract in the checkout, or one domain's."""
    return sorted((ROOT / "domains").glob(f"{domain or '*'}/products/*.odcs.yaml"))


def contracts(domain: str | None = None) -> list[Contract]:
    """Every product in the checkout, or one domain's."""
    kinds = mesh().rules.entities
    return [read_contract(path, kinds) for path in contract_files(domain)]
