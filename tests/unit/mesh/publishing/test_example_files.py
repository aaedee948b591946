"""The files of the example mesh keep their contracts; the one that is meant to leak is refused."""

from dataclasses import replace
from pathlib import Path

from cli.demo.files import DemoFile, make_files
from mesh.contracts import Contract
from mesh.contracts.odcs import read_contract
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.publisher import Publisher
from mesh.publishing.scanning import Scanner
from tests.unit.mesh.publishing.catalogue import LocalTables
from tests.unit.mesh.publishing.fakes import staged
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys

DOMAINS = Path(__file__).parents[4] / "domains"


def contract_of(file: DemoFile) -> Contract:
    """The file's contract, moved into the one domain of the fake world."""
    place = DOMAINS / file.product.domain / "products" / f"{file.product.product}.odcs.yaml"
    contract = read_contract(place)
    return replace(contract, address=replace(contract.address, domain="fleet"))


def cross(file: DemoFile, folder: Path) -> tuple[LedgerEntry, tuple[str, ...]]:
    contract = contract_of(file)
    at = staged(contract)
    product = contract.address.product
    landed = at.zones.put(f"{product}/{file.path.name}", file.path.read_bytes())
    Scanner(at.world).scan(landed)
    outcome = Publisher(at.world, LocalTables(folder), FakeTokenKeys()).publish("fleet", product)
    return at.ledger.entries[f"fleet/{product}/{landed.file_id}"], outcome.waiting


def test_every_file_is_published_but_the_one_that_leaks(tmp_path: Path) -> None:
    states = {}
    for place, file in enumerate(make_files(tmp_path / "files")):
        entry, waiting = cross(file, tmp_path / str(place))
        states[file.path.name] = (entry.state, file.leaks, entry.verdict.reasons, waiting)

    wrong = {
        name: found
        for name, found in states.items()
        if found[0] != ("quarantined" if found[1] else "published")
    }
    assert wrong == {}
    assert len(states) >= 7
