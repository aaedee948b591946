"""A request names a role of its own account, columns, rows, a purpose and an end, or is refused."""

from typing import Any

import pytest

from mesh.access.requests import Asked, request
from mesh.access.subscription import Subscription
from mesh.contracts import Table
from mesh.errors import MeshError, RefusedError
from tests.unit.mesh.access.building import ANALYST, MEMBERS, NOW, OWNER, contract


def ask(
    *, caller: str = ANALYST, tables: tuple[Table, ...] = (), **changes: object
) -> Subscription:
    body = {"principal": ANALYST, "purpose": "counting members", "until": "2027-02-28", **changes}
    return request(Asked.read(body), contract(*tables), caller=caller, request_id="a1", now=NOW)


def test_without_columns_all_are_asked_that_are_neither_personal_nor_restricted() -> None:
    asked = ask()

    assert asked.scopes[0].columns == ("passenger_id", "country", "tier", "joined")
    assert not asked.named


def test_a_personal_column_is_asked_by_its_name() -> None:
    assert ask(columns=["email", "tier"]).scopes[0].columns == ("tier", "email")


def test_technical_columns_are_asked_by_their_names_only() -> None:
    assert ask(columns=["tier", "_mesh_source"]).scopes[0].columns == ("tier", "_mesh_source")


def test_the_last_day_is_included() -> None:
    assert ask(until="2027-02-28").ends_at == "2027-03-01T00:00:00Z"


def test_nobody_asks_for_a_role_of_another_account() -> None:
    with pytest.raises(RefusedError, match="that account"):
        ask(caller=OWNER)


def test_a_condition_on_a_personal_column_counts_as_reading_it() -> None:
    with pytest.raises(MeshError, match="looks at email"):
        ask(columns=["tier"], rows="email LIKE 'a%'")

    named = ask(columns=["tier", "email"], rows="email LIKE 'a%'")
    assert named.scopes[0].rows == "email LIKE 'a%'"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"columns": ["emial"]}, "did you mean 'email'"),
        ({"columns": []}, "leave it out"),
        ({"columns": "email"}, "list"),
        ({"rows": "tier = "}, "constant"),
        ({"purpose": "  "}, "purpose"),
        ({"purpose": "x\ny z"}, "one line"),
        ({"until": "tomorrow"}, "2027-03-31"),
        ({"until": "2027-01-14"}, "lie ahead"),
        ({"until": "2029-01-14"}, "366 days"),
        ({"until": "9999-12-31"}, "until"),
        ({"principal": "arn:aws:iam::200000000005:root"}, "is no role"),
        ({"principal": "arn:aws:iam::200000000005:role/*"}, "is no role"),
        ({"column": ["email"]}, "did you mean 'columns'"),
        ({"table": "nowhere"}, "no table"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(MeshError, match=word):
        ask(**changes)


def test_of_several_tables_one_is_named_to_choose_its_columns() -> None:
    tables = (
        Table(name="members", columns=MEMBERS.columns),
        Table(name="tiers", columns=MEMBERS.columns),
    )

    with pytest.raises(MeshError, match="several tables"):
        ask(tables=tables, columns=["tier"])
    assert [scope.table for scope in ask(tables=tables).scopes] == ["members", "tiers"]
    assert [scope.table for scope in ask(tables=tables, table="tiers").scopes] == ["tiers"]


def test_a_subscription_is_kept_as_text_without_loss() -> None:
    asked = ask(columns=["tier"], rows="tier = 'gold'")

    assert Subscription.from_json(asked.to_json()) == asked
