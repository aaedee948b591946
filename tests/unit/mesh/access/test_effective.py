"""What a role reads is exactly the union of its rights, cell by cell."""

from hypothesis import given
from hypothesis import strategies as st

from mesh.access.desired import rights
from mesh.access.effective import effective
from mesh.access.lake import Table
from mesh.access.requests import TECHNICAL_COLUMNS
from mesh.contracts import Column
from mesh.contracts import Table as ContractTable
from tests.unit.mesh.access.building import (
    ANALYST,
    MEMBERS,
    MOMENT,
    OWNER,
    contract,
    product,
    subscription,
)

TABLE = Table("loyalty", "passengers_v1")
_columns = st.lists(st.sampled_from(["tier", "country", "email"]), min_size=1, unique=True)
_rows = st.sampled_from([None, "tier = 'gold'", "tier = 'silver'"])


@given(st.lists(st.tuples(_columns, _rows), max_size=4))
def test_a_cell_is_readable_if_one_right_gives_its_column_and_its_row(
    scopes: list[tuple[list[str], str | None]],
) -> None:
    held = [subscription(f"s{n}", c, rows=r) for n, (c, r) in enumerate(scopes)]
    found = effective(rights([product()], held, MOMENT), ANALYST)
    readable = found[TABLE].columns if found else {}

    for column in ("tier", "country", "email", "score"):
        for tier in ("gold", "silver", "blue"):
            by_rights = any(
                column in columns and rows in {None, f"tier = '{tier}'"} for columns, rows in scopes
            )
            shown = readable.get(column, frozenset())
            assert (shown is None or f"tier = '{tier}'" in shown) == by_rights


def test_the_owning_domain_reads_everything_without_asking() -> None:
    found = effective(rights([product()], [], MOMENT), OWNER)

    names = {column.name for column in MEMBERS.columns} | TECHNICAL_COLUMNS.keys()
    assert found[TABLE].columns == dict.fromkeys(names)


def test_after_its_end_a_subscription_gives_nothing() -> None:
    held = [subscription(ends_at=MOMENT, state="active")]

    assert effective(rights([product()], held, MOMENT), ANALYST) == {}


def test_a_column_added_later_stays_invisible() -> None:
    later = ContractTable(name=None, columns=(*MEMBERS.columns, Column(name="miles", type="int")))
    held = [subscription(columns=("tier",), named=False)]

    found = effective(rights([product(contract(later))], held, MOMENT), ANALYST)
    assert found[TABLE].columns.keys() == {"tier"}


def test_a_column_that_becomes_personal_leaves_who_did_not_name_it() -> None:
    columns = tuple(
        Column(name=each.name, type=each.type, personal=("LOCATION",))
        if each.name == "country"
        else each
        for each in MEMBERS.columns
    )
    now_personal = product(contract(ContractTable(name=None, columns=columns)))
    unnamed = subscription("a1", ("tier", "country"), named=False)
    named = subscription("b2", ("tier", "country"), named=True)

    assert effective(rights([now_personal], [unnamed], MOMENT), ANALYST)[TABLE].columns.keys() == {
        "tier"
    }
    found = effective(rights([now_personal], [named], MOMENT), ANALYST)[TABLE]
    assert found.columns.keys() == {"tier", "country"}
