"""Personal values are changed as the contract asks, before anything is published."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesh.contracts.model import Column, Deidentification, Method, Table
from mesh.deidentification import Deidentifier, StillPersonalError
from mesh.publishing.mapping.schema import arrow_type
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys


def published(
    values: list[Any],
    method: Method,
    *,
    kind: str = "string",
    domain: str = "loyalty",
    name: str = "value",
    **options: Any,  # noqa: ANN401 - as the contract has them
) -> list[Any]:
    column = Column(name=name, type=kind, deidentify=Deidentification(method=method, **options))
    other = Column(name="kept", type="bigint")
    deidentifier = Deidentifier(Table(name=None, columns=(column, other)), FakeTokenKeys(), domain)
    arrays = [pa.array(values, arrow_type(kind)), pa.array(range(len(values)), pa.int64())]
    batch = deidentifier.apply(pa.RecordBatch.from_arrays(arrays, names=[name, "kept"]))
    deidentifier.check()
    assert batch.column("kept").to_pylist() == list(range(len(values)))
    if method == "drop":
        assert batch.schema.names == ["kept"]
        return []
    assert batch.schema.field(name).type == arrow_type(kind)
    return batch.column(name).to_pylist()


def test_a_dropped_column_is_not_published() -> None:
    assert published(["ann@example.org"], "drop") == []


def test_a_nullified_column_keeps_its_type_and_nothing_else() -> None:
    assert published([17, None, 18], "nullify", kind="int") == [None, None, None]


def test_a_mask_leaves_the_end_of_long_values_only() -> None:
    values = ["4111111111111111", "4111", None, ""]

    assert published(values, "mask", keep=4) == ["*" * 12 + "1111", "****", None, ""]


def test_dates_are_generalised_to_the_month_or_the_year() -> None:
    born = [date(1980, 5, 17), None]
    seen = [datetime(2026, 3, 4, 5, 6, 7, 8)]  # noqa: DTZ001 - contracts' timestamps have no zone

    assert published(born, "generalise", kind="date", to="month") == [date(1980, 5, 1), None]
    assert published(born, "generalise", kind="date", to="year") == [date(1980, 1, 1), None]
    assert published(["1980-05-17"], "generalise", to="month") == ["1980-05-01"]
    first = published(seen, "generalise", kind="timestamp", to="year")
    assert [moment.replace(tzinfo=UTC) for moment in first] == [datetime(2026, 1, 1, tzinfo=UTC)]


def test_numbers_are_generalised_to_the_start_of_their_band() -> None:
    assert published([37, 40, -1, None], "generalise", kind="int", band=10) == [30, 40, -10, None]
    assert published([37.5], "generalise", kind="double", band=5) == [35.0]
    assert published([2**62 + 1], "generalise", kind="bigint", band=2) == [2**62]


@pytest.mark.parametrize(("value", "kind"), [("17.5.1980", "string"), (float("nan"), "double")])
def test_a_value_that_cannot_be_generalised_refuses_the_file_without_telling_it(
    value: object, kind: str
) -> None:
    options: dict[str, Any] = {"to": "year"} if kind == "string" else {"band": 10}
    with pytest.raises(StillPersonalError) as refused:
        published([value], "generalise", kind=kind, **options)

    assert "column value cannot be published by generalise: a value is no" in str(refused.value)
    assert str(value) not in str(refused.value).replace("finite number", "")


@given(st.lists(st.text(), min_size=1))
def test_tokens_are_the_same_for_the_same_values_and_for_no_others(values: list[str]) -> None:
    tokens = published(values, "tokenise")

    assert len(set(zip(values, tokens, strict=True))) == len(set(values)) == len(set(tokens))
    assert tokens == published(values, "tokenise", name="elsewhere")


def test_tokens_of_two_domains_cannot_be_joined_unless_the_contract_uses_the_meshs_key() -> None:
    of_loyalty = published(["ann@example.org"], "tokenise")

    assert of_loyalty != published(["ann@example.org"], "tokenise", domain="fleet")
    shared = [
        published(["ann@example.org"], "tokenise", domain=domain, key="mesh")
        for domain in ("loyalty", "fleet")
    ]
    assert shared[0] == shared[1] != of_loyalty


def test_a_token_of_a_number_is_a_positive_number() -> None:
    tokens = published([4_111_111_111_111_111, -1, None], "tokenise", kind="bigint")

    assert tokens[2] is None
    assert all(0 <= token < 2**62 for token in tokens[:2])


@given(st.integers(0, 2**32))
def test_no_token_of_a_column_is_taken_for_personal_data(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - test data
    numbers = [rng.randrange(10**15, 10**16) for _ in range(200)]

    published(numbers, "tokenise", kind="bigint")
    published([str(number) for number in numbers], "tokenise")


@given(st.lists(st.emails(), min_size=1, max_size=20), st.sampled_from(["mask", "tokenise"]))
def test_no_published_text_holds_the_value_that_landed(values: list[str], method: Method) -> None:
    options: dict[str, Any] = {"keep": 4} if method == "mask" else {}
    found = published(values, method, **options)

    assert not any(value in text for value in values for text in found)


def test_what_a_method_leaves_personal_refuses_the_file() -> None:
    cards = [4111111111111111, 5555555555554444, 4012888888881881]

    with pytest.raises(StillPersonalError, match="value still holds CREDIT_CARD after generalise"):
        published(cards, "generalise", kind="bigint", band=1)
