"""Rules are measured over all rows, however they are batched, and compared as promised."""

from typing import Any

import pyarrow as pa
import pytest

from mesh.contracts.model import Column, QualityRule, Table
from mesh.errors import ContractError
from mesh.quality import Rules

ROWS = pa.table(
    {
        "name": ["a", "b", "b", None, "N/A", "c"],
        "seats": pa.array([1, 5, 900, None, 0, 5], pa.int32()),
    }
)


def rule(metric: str, column: str | None, value: Any, **fields: Any) -> QualityRule:  # noqa: ANN401
    base: dict[str, Any] = {"name": "r", "kind": "row", "operator": "mustBe"}
    return QualityRule(metric=metric, column=column, value=value, **(base | fields))  # type: ignore[arg-type]


def broken(one: QualityRule, size: int = 2) -> tuple[str, ...]:
    rules = Rules([one])
    for batch in ROWS.to_batches(size):
        rules.add(batch)
    return rules.broken()


@pytest.mark.parametrize("size", [1, 2, 6])
@pytest.mark.parametrize(
    "one",
    [
        rule("nullValues", "name", 1),
        rule("missingValues", "name", 2, parameters={"missingValues": [None, "N/A"]}),
        rule("invalidValues", "name", 1, parameters={"validValues": ["a", "b", "c"]}),
        rule("invalidValues", "name", 1, parameters={"pattern": "[a-z]"}),
        rule("invalidValues", "seats", 2, parameters={"validValues": [1, 5]}),
        rule("range", "seats", 2, parameters={"minimum": 1, "maximum": 853}),
        rule("range", "seats", 1, parameters={"minimum": 1}),
        rule("duplicateValues", "name", 1),
        rule("duplicateValues", None, 0, parameters={"properties": ["name", "seats"]}),
        rule("rowCount", None, 6),
    ],
)
def test_each_metric_counts_what_its_name_says(one: QualityRule, size: int) -> None:
    assert broken(one, size) == ()


@pytest.mark.parametrize(
    ("operator", "value", "holds"),
    [
        ("mustBe", 6, True),
        ("mustBe", 5, False),
        ("mustBeGreaterThan", 6, False),
        ("mustBeGreaterOrEqualTo", 6, True),
        ("mustBeLessThan", 6, False),
        ("mustBeLessOrEqualTo", 6, True),
        ("mustBeBetween", [1, 6], True),
        ("mustBeBetween", [7, 9], False),
    ],
)
def test_each_operator_compares_as_it_reads(operator: str, value: Any, *, holds: bool) -> None:  # noqa: ANN401
    assert (broken(rule("rowCount", None, value, operator=operator)) == ()) is holds


def test_a_percentage_is_of_all_rows() -> None:
    assert broken(rule("nullValues", "name", 20, operator="mustBeLessThan", unit="percent")) == ()
    assert broken(rule("nullValues", "name", 16, operator="mustBeLessThan", unit="percent"))


def test_a_broken_rule_says_what_was_promised_and_what_was_found() -> None:
    assert broken(rule("nullValues", "name", 0)) == (
        "quality rule 'r': nullValues in column name is 1 rows, it must be 0",
    )


def test_a_unique_column_is_a_rule_on_rows() -> None:
    table = Table(name=None, columns=(Column(name="name", type="string", unique=True),))
    rules = Rules.on_rows(table)
    for batch in ROWS.select(["name"]).to_batches():
        rules.add(batch)

    assert "name is unique" in rules.broken()[0]


def test_an_operator_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ContractError, match="operator 'mustRhyme' is unknown"):
        broken(rule("rowCount", None, 1, operator="mustRhyme"))
