"""A contract may add kinds and allow values for its product, and declare only kinds that exist."""

from pathlib import Path

import pytest
import yaml

from mesh.contracts import Contract
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.odcs import read_contract
from tests.unit.mesh.contracts.test_reading import BOOKINGS, written

OWN = r"""
customProperties:
  - property: detectors
    value:
      - {name: MEMBER, pattern: 'AM[0-9]{9}', check: luhn}
  - property: allow
    value:
      - values: [desk@airline.example]
        owner: loyalty@airmesh.example
        reason: Our own desk, printed on every ticket.
"""


def contract_file(tmp_path: Path, kind: str, own: str = OWN) -> Path:
    document = yaml.safe_load(BOOKINGS.read_text(encoding="utf-8"))
    column = document["schema"][0]["properties"][0]
    column["classification"] = "restricted"
    column["customProperties"] = [{"property": "personalData", "value": [kind]}]
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return written(tmp_path, text + own)


def test_its_rules_survive_the_way_to_governance_and_back(tmp_path: Path) -> None:
    contract = read_contract(contract_file(tmp_path, "CUSTOM:MEMBER"))

    assert contract.rules.entities == ("CUSTOM:MEMBER",)
    assert contract.rules.allow[0].values == ("desk@airline.example",)
    assert Contract.from_json(contract.to_json()) == contract


def test_a_contract_from_before_rules_adds_none(tmp_path: Path) -> None:
    contract = read_contract(contract_file(tmp_path, "CUSTOM:MEMBER", OWN))
    before = contract.to_json().partition(',"rules":')[0]

    assert Contract.from_json(before + _rest(contract.to_json())).rules.entities == ()


def _rest(text: str) -> str:
    """What follows the rules in a contract as JSON."""
    return text[text.index(',"sample_queries":') :]


def test_a_kind_that_nobody_defines_cannot_be_declared(tmp_path: Path) -> None:
    path = contract_file(tmp_path, "CUSTOM:MEMBR")

    with pytest.raises(ContractFaultsError, match="did you mean 'CUSTOM:MEMBER'"):
        read_contract(path)

    assert read_contract(path, kinds=("CUSTOM:MEMBR",))


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("AM[0-9]{9}", "AM(?!0)", "customProperties[0].value[0].pattern: sign 3 '('"),
        ("owner: loyalty@airmesh.example", "owner: ''", "customProperties[1].value[0].owner: is"),
    ],
)
def test_a_fault_is_told_with_its_line_and_field(
    tmp_path: Path, good: str, bad: str, told: str
) -> None:
    path = contract_file(tmp_path, "CUSTOM:MEMBER", OWN.replace(good, bad))
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, each in enumerate(lines, 1) if bad in each)

    with pytest.raises(ContractFaultsError) as caught:
        read_contract(path)

    assert told in str(caught.value)
    assert f"{path}:{line}: " in str(caught.value)
