"""What a contract may ask to become of a column is checked before anything lands."""

from typing import Any

import pytest

from mesh.contracts import Contract
from mesh.contracts.deidentification import deidentification_faults, rules_on_changed_columns
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.model import Deidentification
from mesh.contracts.odcs import parse_contract, read_document
from tests.unit.mesh.contracts.test_reading import BOOKINGS


def column(kind: str, asked: object, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    custom = [{"property": "deidentify", "value": asked}]
    return {"name": "value", "physicalType": kind, "customProperties": custom, **fields}


def bookings(asked: object) -> dict[str, Any]:
    """The contract of bookings, with one column that is not published as it lands."""
    document = read_document(BOOKINGS)
    passenger = document["schema"][0]["properties"][1]
    passenger["customProperties"] = [{"property": "deidentify", "value": asked}]
    return document


@pytest.mark.parametrize(
    ("kind", "asked", "fault"),
    [
        ("string", "drop", "write {method: ...} with one of drop, nullify"),
        ("string", {"method": "hide"}, "write {method: ...} with one of drop, nullify"),
        ("string", {"method": "drop", "keep": 4}, "drop has no option 'keep'"),
        ("string", {"method": "tokenise", "keys": "mesh"}, "did you mean 'key'?"),
        ("string", {"method": "tokenise", "key": "ours"}, "key: write one of domain, mesh"),
        ("int", {"method": "tokenise"}, "only a string or a bigint has room for a token"),
        ("int", {"method": "mask"}, "only a string can be masked"),
        ("string", {"method": "mask", "keep": 5}, "keep: write how many characters"),
        ("date", {"method": "generalise", "to": "week"}, "to: write one of month, year for a date"),
        ("int", {"method": "generalise", "band": 0}, "band: write the width of the bands"),
        ("boolean", {"method": "generalise", "band": 1}, "a boolean cannot be generalised"),
    ],
)
def test_what_cannot_be_done_to_a_column_is_refused(kind: str, asked: object, fault: str) -> None:
    (found,) = deidentification_faults(column(kind, asked), ())

    assert fault in found.advice


def test_a_required_column_is_not_published_as_null() -> None:
    with pytest.raises(ContractFaultsError, match="drop it, or do not require it"):
        parse_contract(bookings({"method": "nullify"}), "contract", "loyalty")


@pytest.mark.parametrize(
    "table",
    [
        {"properties": [column("string", {"method": "mask"}, unique=True)]},
        {
            "properties": [column("string", {"method": "drop"})],
            "quality": [{"metric": "duplicateValues", "arguments": {"properties": ["value"]}}],
        },
    ],
)
def test_a_rule_on_the_table_needs_values_that_stay_apart(table: dict[str, Any]) -> None:
    (found,) = rules_on_changed_columns(table, ())

    assert "use tokenise, or leave the rule out" in found.advice


def test_a_contract_is_refused_whose_rule_has_nothing_left_to_compare() -> None:
    document = bookings({"method": "mask"})
    rule = {"name": "one each", "metric": "duplicateValues", "mustBe": 0}
    document["schema"][0]["quality"] = [{**rule, "arguments": {"properties": ["passenger_id"]}}]

    with pytest.raises(ContractFaultsError, match="use tokenise, or leave the rule out"):
        parse_contract(document, "contract", "loyalty")


def test_tokens_stay_apart_where_values_do() -> None:
    table = {"properties": [column("string", {"method": "tokenise"}, unique=True)]}

    assert not list(rules_on_changed_columns(table, ()))


def test_what_is_asked_of_a_column_is_read() -> None:
    document = bookings({"method": "tokenise", "key": "mesh"})

    contract = parse_contract(document, "contract", "loyalty")

    asked = contract.table().column("passenger_id").deidentify
    assert asked == Deidentification(method="tokenise", key="mesh")


def test_a_contract_with_de_identified_columns_survives_the_way_to_governance() -> None:
    contract = parse_contract(bookings({"method": "drop"}), "contract", "loyalty")

    assert Contract.from_json(contract.to_json()) == contract
    assert "passenger_id" not in [c.name for c in contract.table().as_published().columns]
