"""Bytes are declared as bytes, and whoever wants nobody to look into them says why."""

from dataclasses import asdict
from typing import Any

import pytest

from mesh.contracts import Contract
from mesh.contracts.binary import binary_faults
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.odcs import parse_contract, read_document
from tests.unit.mesh.contracts.test_reading import BOOKINGS

WHY = "photographs of the outside of the aircraft"


def column(kind: str, reason: object = WHY, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    custom = [{"property": "opaque", "value": reason}]
    return {"name": "photo", "physicalType": kind, "customProperties": custom, **fields}


def bookings(added: dict[str, Any]) -> Contract:
    """The contract of bookings with one column more."""
    document = read_document(BOOKINGS)
    told = {"description": "One photograph.", "classification": "internal"}
    document["schema"][0]["properties"].append(told | added)
    return parse_contract(document, "contract", "loyalty")


def test_an_opaque_column_keeps_its_owners_reason_and_is_guarded() -> None:
    photo = bookings(column("binary")).tables[0].column("photo")

    assert (photo.type, photo.opaque, photo.is_guarded) == ("binary", WHY, True)
    assert not bookings({"name": "hash", "physicalType": "binary"}).tables[0].column("hash").opaque


def test_the_reason_outlives_the_registry_and_older_contracts_have_none() -> None:
    contract = bookings(column("binary"))
    older = contract.to_json().replace(f'"opaque":"{WHY}",', "").replace('"opaque":"",', "")

    assert Contract.from_json(contract.to_json()) == contract
    assert asdict(contract)["tables"][0]["columns"][-1]["opaque"] == WHY
    assert "opaque" not in older
    assert Contract.from_json(older).tables[0].column("photo").opaque == ""


@pytest.mark.parametrize(
    ("kind", "reason", "fault"),
    [
        ("string", WHY, "type string can always be looked into"),
        ("int", WHY, "type int can always be looked into"),
        ("binary", True, "write on one line why nobody need look into the bytes"),
        ("binary", {"reason": WHY}, "write on one line why"),
        ("binary", "two\nlines of reasons", "write on one line why"),
        ("binary", "images", "in 10 to 500 signs"),
        ("binary", " " * 20, "in 10 to 500 signs"),
        ("binary", "x" * 501, "in 10 to 500 signs"),
    ],
)
def test_opaque_is_for_bytes_and_needs_a_reason(kind: str, reason: object, fault: str) -> None:
    (found,) = binary_faults(column(kind, reason), ("schema", 0))

    assert fault in found.advice
    assert found.path == ("schema", 0, "customProperties")


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ({"logicalTypeOptions": {"pattern": "x"}}, "bytes have no order and no signs"),
        ({"logicalTypeOptions": {"maximum": 5}}, "bytes have no order and no signs"),
        ({"quality": [{"name": "a", "metric": "invalidValues", "mustBe": 0}]}, "use nullValues"),
        ({"quality": [{"name": "a", "metric": "missingValues", "mustBe": 0}]}, "use nullValues"),
    ],
)
def test_what_compares_texts_is_no_rule_for_bytes(added: dict[str, Any], fault: str) -> None:
    with pytest.raises(ContractFaultsError, match=fault):
        bookings(column("binary", **added))


@pytest.mark.parametrize("method", ["mask", "generalise", "tokenise"])
def test_bytes_are_dropped_or_nullified_and_never_changed(method: str) -> None:
    asked = {"property": "deidentify", "value": {"method": method}}
    custom = [asked, {"property": "opaque", "value": WHY}]

    with pytest.raises(ContractFaultsError, match="deidentify"):
        bookings(column("binary") | {"customProperties": custom})
