"""A row expression is of Lake Formation's grammar, fits the table, and means what it says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesh.access.rows import RowExpressionError, Rows, check_rows, columns_of, parse_rows, render
from mesh.access.rows.tree import Between, Both, Compare, Either, In, IsNull, Like, Not

TYPES = {"origin": "string", "month": "int", "is_open": "boolean", "day": "date", "fare": "double"}

_columns = st.sampled_from(["origin", "month", "value", "carrier_1"])
_constants = st.one_of(
    st.text(max_size=8),
    st.booleans(),
    st.decimals(-10_000, 10_000, places=2),
)
_comparisons = st.one_of(
    st.builds(Compare, _columns, st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), _constants),
    st.builds(Between, _columns, _constants, _constants),
    st.builds(In, _columns, st.lists(_constants, min_size=1, max_size=3).map(tuple)),
    st.builds(Like, _columns, st.text(max_size=8)),
    st.builds(IsNull, _columns),
)
_rows = st.recursive(
    _comparisons,
    lambda inner: st.one_of(
        st.builds(Not, inner), st.builds(Both, inner, inner), st.builds(Either, inner, inner)
    ),
    max_leaves=6,
)


@given(_rows)
def test_what_is_written_is_read_back_as_the_same_expression(rows: Rows) -> None:
    assert parse_rows(render(rows)) == rows


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("origin = 'JFK' and month <= 6", "origin = 'JFK' AND month <= 6"),
        ("Origin != 'O''Hare'", "origin <> 'O''Hare'"),
        ("NOT (a = 1 OR b = 2) AND c = 3", "NOT (a = 1 OR b = 2) AND c = 3"),
        ("(a = 1 OR b = 2) AND c = 3", "(a = 1 OR b = 2) AND c = 3"),
        ('"value" NOT IN (1, 2.5, -3)', 'NOT ("value" IN (1, 2.5, -3))'),
        ("a IS NOT NULL", "NOT (a IS NULL)"),
    ],
)
def test_an_expression_is_kept_in_one_form(text: str, stored: str) -> None:
    assert render(parse_rows(text)) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin",
        "origin = ",
        "1 = 1",
        "origin = carrier",
        "lower(origin) = 'jfk'",
        "origin = 'JFK' -- all",
        "origin = 'JFK' /* all */",
        "origin = 'JFK'; DROP TABLE x",
        "origin = 'JFK",
        "origin == 'JFK'",
        "month + 1 = 2",
        "value = 1",
        "ctid = 1",
        "a.b = 1",
        "origin LIKE 5",
        "origin IN ()",
        "NULL = origin",
        "(" * 60 + "a = 1" + ")" * 60,
        "a = 1 OR " * 300 + "a = 1",
    ],
)
def test_what_is_not_of_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(RowExpressionError):
        parse_rows(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("orgin = 'JFK'", "did you mean 'origin'"),
        ("month = 'June'", "a number"),
        ("origin = 5", "a text"),
        ("day = '2027-01-01'", "year or a month"),
        ("month LIKE '1%'", "for texts"),
        ("is_open > true", "by = or <>"),
    ],
)
def test_what_does_not_fit_the_table_is_refused_with_what_does(text: str, word: str) -> None:
    with pytest.raises(RowExpressionError, match=word):
        check_rows(parse_rows(text), TYPES)


def test_constants_keep_their_exact_value() -> None:
    rows = parse_rows("fare >= 10.10 AND is_open = true")

    check_rows(rows, TYPES)
    assert rows == Both(Compare("fare", ">=", Decimal("10.10")), Compare("is_open", "=", True))  # noqa: FBT003
    assert columns_of(rows) == {"fare", "is_open"}
