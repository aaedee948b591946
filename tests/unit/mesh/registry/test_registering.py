"""A name belongs to the invited account, and a contract in force only grows within its major."""

from dataclasses import replace
from typing import Any

import pytest

from mesh.contracts import Column, Contract, Table
from mesh.contracts.model import Deidentification
from mesh.errors import ConflictError, MeshError, NotFoundError, RefusedError
from mesh.naming import ProductAddress
from mesh.registry.compatibility import IncompatibleContractError
from mesh.registry.domains import DomainEntry, check_registration, invite
from mesh.registry.products import ProductEntry, find_product, put_in_force

MASKED = Deidentification(method="mask")
FLEET = DomainEntry(name="fleet", account="200000000002", invited_at="2027-01-01T00:00:00Z")
PLANES = Table(
    name=None,
    columns=(Column(name="tailnum", type="string", required=True), Column(name="year", type="int")),
)


def contract(*columns: Column, version: str = "1.1.0", major: int = 1) -> Contract:
    return Contract(
        address=ProductAddress("fleet", "planes", major),
        version=version,
        status="active",
        title="Planes",
        description="Every plane.",
        owner="fleet@airmesh.example",
        tables=(Table(name=None, columns=columns or PLANES.columns),),
    )


def test_an_invitation_reserves_a_name_for_one_account() -> None:
    entry = invite([], "fleet", "200000000002", ["producer"], "2027-01-01T00:00:00Z")

    assert (entry.state, entry.roles) == ("invited", ("producer",))
    assert check_registration(entry, "fleet", "200000000002") == entry
    with pytest.raises(RefusedError, match="another account"):
        check_registration(entry, "fleet", "200000000003")


def test_without_an_invitation_nobody_registers() -> None:
    with pytest.raises(RefusedError, match="mesh domain add"):
        check_registration(None, "fleet", "200000000002")


@pytest.mark.parametrize(
    ("name", "account"), [("fleet", "200000000003"), ("float", "200000000002")]
)
def test_neither_name_nor_account_is_given_twice(name: str, account: str) -> None:
    with pytest.raises(ConflictError):
        invite([FLEET], name, account, None, "2027-01-02T00:00:00Z")


@pytest.mark.parametrize(
    ("name", "account", "roles"),
    [
        ("Fleet", "200000000002", None),
        ("governance", "200000000002", None),
        ("fleet", "2000", None),
        ("fleet", 200000000002, None),
        ("fleet", "200000000002", ["reader"]),
    ],
)
def test_a_malformed_invitation_is_refused(name: str, account: object, roles: object) -> None:
    with pytest.raises(MeshError):
        invite([], name, account, roles, "2027-01-01T00:00:00Z")


def test_inviting_again_changes_nothing() -> None:
    again = invite([FLEET], "fleet", "200000000002", list(FLEET.roles), "2028-01-01T00:00:00Z")

    assert again == FLEET


def test_an_addition_comes_into_force_and_published_data_stays_published() -> None:
    current = ProductEntry(contract=contract(), table_state="published")
    wider = contract(*PLANES.columns, Column(name="seats", type="int"), version="1.2.0")

    after = put_in_force(current, wider)
    assert (after.contract, after.table_state) == (wider, "published")


@pytest.mark.parametrize(
    ("columns", "version", "word"),
    [
        (PLANES.columns[:1], "1.2.0", "year is gone"),
        (
            (replace(PLANES.columns[0], type="int"), PLANES.columns[1]),
            "1.2.0",
            "from string to int",
        ),
        ((*PLANES.columns, Column(name="x", type="int", required=True)), "1.2.0", "is required"),
        (
            (replace(PLANES.columns[0], deidentify=MASKED), PLANES.columns[1]),
            "1.2.0",
            "changes how it is de-identified",
        ),
        (PLANES.columns, "1.0.0", "is lower"),
    ],
)
def test_a_break_is_refused_and_the_contract_in_force_stays(
    columns: tuple[Column, ...], version: str, word: str
) -> None:
    current = ProductEntry(contract=contract())

    with pytest.raises(IncompatibleContractError, match=word):
        put_in_force(current, contract(*columns, version=version))


def test_all_breaks_are_told_at_once() -> None:
    with pytest.raises(IncompatibleContractError) as refused:
        put_in_force(
            ProductEntry(contract=contract()),
            contract(Column(name="a", type="int"), version="1.0.0"),
        )

    assert len(refused.value.breaks) == 3


def test_without_a_major_the_highest_active_one_is_found() -> None:
    entries = [
        ProductEntry(contract=contract()),
        ProductEntry(contract=contract(major=2)),
        ProductEntry(contract=contract(major=3), state="deprecated"),
    ]

    assert find_product(entries, "fleet", "planes").address.major == 2
    assert find_product(entries, "fleet", "planes", 3).address.major == 3
    with pytest.raises(NotFoundError, match="it has 1, 2, 3"):
        find_product(entries, "fleet", "planes", 4)
    with pytest.raises(NotFoundError, match="did you mean 'fleet/planes'"):
        find_product(entries, "fleet", "plans")


@pytest.mark.parametrize(
    "guard",
    [{"personal": ("PERSON",)}, {"classification": "restricted"}, {"opaque": "images of the hull"}],
)
def test_a_guarded_column_stays_guarded_within_its_major_version(guard: dict[str, Any]) -> None:
    open_column = Column(name="owner", type="string")
    guarded = ProductEntry(contract=contract(replace(open_column, **guard)))

    with pytest.raises(IncompatibleContractError, match=r"owner is personal, restricted or opaque"):
        put_in_force(guarded, contract(open_column, version="1.2.0"))
    assert put_in_force(
        ProductEntry(contract=contract(open_column)),
        contract(replace(open_column, **guard), version="1.2.0"),
    )
