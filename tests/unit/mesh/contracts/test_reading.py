"""A contract is read whole or refused with all its faults, each with its line and what to write."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mesh.contracts import Contract
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.odcs import digest_of, normalise, parse_contract, read_contract, read_document

DOMAINS = Path(__file__).parents[4] / "domains"
CONTRACTS = sorted(DOMAINS.glob("*/products/*.odcs.yaml"))
BOOKINGS = DOMAINS / "loyalty/products/bookings.odcs.yaml"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "loyalty/products/bookings.odcs.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ContractFaultsError) as caught:
        read_contract(path)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name)
def test_every_contract_of_the_example_mesh_is_complete(path: Path) -> None:
    contract = read_contract(path)

    assert contract.owner
    assert contract.slos
    assert contract.sample_queries
    assert all(column.description for column in contract.table().columns)


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name)
def test_a_contract_survives_the_way_to_governance_and_back(path: Path) -> None:
    contract = read_contract(path)

    assert Contract.from_json(contract.to_json()) == contract


def test_an_unknown_column_type_is_answered_with_file_line_field_and_advice(tmp_path: Path) -> None:
    text = BOOKINGS.read_text(encoding="utf-8").replace(
        "physicalType: double", "physicalType: duoble"
    )
    path = written(tmp_path, text)
    line = text.splitlines().index("        physicalType: duoble") + 1

    assert faults_of(path) == [
        (
            f"{path}:{line}: schema[0].properties[7].physicalType: 'duoble' is no column type; "
            "did you mean 'double'?"
        )
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (
        BOOKINGS.read_text(encoding="utf-8")
        .replace("physicalType: double", "physicalType: float128")
        .replace("domain: loyalty", "domain: loyal")
        .replace("version: 1.0.0", "version: one")
    )

    fields = [fault.split(": ")[1] for fault in faults_of(written(tmp_path, text))]

    assert fields == ["version", "domain", "schema[0].properties[7].physicalType"]


def test_a_misspelt_field_is_named_with_its_line(tmp_path: Path) -> None:
    text = BOOKINGS.read_text(encoding="utf-8").replace("requierd", "required")
    text = text.replace("        required: true", "        requierd: true", 1)

    (fault,) = faults_of(written(tmp_path, text))

    assert "schema[0].properties[0].requierd: is no field of the standard" in fault


def test_personal_data_cannot_be_called_public() -> None:
    document = read_document(DOMAINS / "loyalty/products/passengers.odcs.yaml")
    document["schema"][0]["properties"][2]["classification"] = "public"

    with pytest.raises(ContractFaultsError, match="personal data is confidential or restricted"):
        parse_contract(document, "contract", "loyalty")


def test_a_service_level_without_a_name_is_refused() -> None:
    document = read_document(BOOKINGS)
    del document["slaProperties"][0]["property"]

    with pytest.raises(ContractFaultsError, match=r"slaProperties\[0\].property: is missing"):
        parse_contract(document, "contract", "loyalty")


@pytest.mark.parametrize("value", ["NA", None, [1]])
@pytest.mark.parametrize("name", ["nullValues", "sampleQueries"])
def test_what_has_to_be_a_list_of_texts_is_refused_as_anything_else(
    name: str, value: object
) -> None:
    document = read_document(BOOKINGS)
    part = document["schema"][0] if name == "nullValues" else document
    part["customProperties"] = [{"property": name, "value": value}]

    with pytest.raises(ContractFaultsError, match=f"{name}: write a list of texts"):
        parse_contract(document, "contract", "loyalty")


def test_text_that_is_no_yaml_is_refused_without_a_traceback(tmp_path: Path) -> None:
    (fault, *_) = faults_of(written(tmp_path, "schema: [unclosed"))

    assert "is no YAML" in fault


@given(st.permutations(list(yaml.safe_load(BOOKINGS.read_text(encoding="utf-8")))))
def test_the_digest_does_not_depend_on_the_order_of_fields(order: list[str]) -> None:
    document = read_document(BOOKINGS)
    shuffled = {field: document[field] for field in order}

    assert digest_of(normalise(shuffled)) == digest_of(normalise(document))


def test_guarded_columns_are_the_personal_and_the_restricted_ones() -> None:
    contract = read_contract(DOMAINS / "loyalty/products/passengers.odcs.yaml")

    guarded = {column.name for column in contract.table().columns if column.is_guarded}

    assert guarded == {"full_name", "email", "phone", "birth_date"}
