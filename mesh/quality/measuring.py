"""Measures rules over batches and compares the counts with what the contract promises."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mesh.contracts.model import Column, QualityRule, Table
from mesh.errors import ContractError

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "mustBe": operator.eq,
    "mustBeGreaterThan": operator.gt,
    "mustBeGreaterOrEqualTo": operator.ge,
    "mustBeLessThan": operator.lt,
    "mustBeLessOrEqualTo": operator.le,
    "mustBeBetween": lambda measured, bounds: bounds[0] <= measured <= bounds[1],
}


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What a rule measured.

    Attributes:
        measured: rows or percent, as the rule's unit says.
    """

    rule: QualityRule
    measured: float
    holds: bool

    def reason(self) -> str:
        """One line that says what was promised and what was found."""
        where = f" in column {self.rule.column}" if self.rule.column else ""
        return (
            f"quality rule {self.rule.name!r}: {self.rule.metric}{where} is {self.measured:g} "
            f"{self.rule.unit}, it {_words(self.rule.operator)} {self.rule.value}"
        )


class Rules:
    """Rules of one kind, measured together in one pass."""

    def __init__(self, rules: Iterable[QualityRule]) -> None:
        self._meters = [(rule, _Meter(rule)) for rule in rules]

    @classmethod
    def on_rows(cls, table: Table) -> "Rules":
        """Rules that judge one file, ``unique`` columns among them."""
        unique = [_unique(column) for column in table.columns if column.unique]
        return cls([*unique, *(rule for rule in table.quality if rule.kind == "row")])

    @classmethod
    def on_table(cls, table: Table) -> "Rules":
        """Rules that judge the whole table as a commit would leave it."""
        return cls(rule for rule in table.quality if rule.kind == "table")

    @property
    def columns(self) -> list[str]:
        """Columns that any of the rules needs."""
        needed = [name for _, meter in self._meters for name in meter.columns]
        return list(dict.fromkeys(needed))

    @property
    def is_empty(self) -> bool:
        """Whether there is no rule to measure."""
        return not self._meters

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in the next rows; only ``columns`` need be there."""
        for _, meter in self._meters:
            meter.add(batch)

    def count_rows(self, rows: int) -> None:
        """Take in rows of which only the number is known, where no rule needs a column."""
        for _, meter in self._meters:
            meter.rows += rows

    def measurements(self) -> list[Measurement]:
        """Every rule's result so far."""
        return [_compared(rule, meter) for rule, meter in self._meters]

    def broken(self) -> tuple[str, ...]:
        """Reasons of the rules that do not hold."""
        return tuple(m.reason() for m in self.measurements() if not m.holds)


class _Meter:
    """Counts the rows that one rule is about."""

    def __init__(self, rule: QualityRule) -> None:
        self.rows = 0
        self.count = 0
        self._rule = rule
        self._keys: list[pa.RecordBatch] = []

    @property
    def columns(self) -> list[str]:
        if self._rule.metric == "rowCount":
            return []
        if self._rule.column:
            return [self._rule.column]
        return [str(name) for name in self._rule.parameters.get("properties", ())]

    def add(self, batch: pa.RecordBatch) -> None:
        self.rows += batch.num_rows
        if self._rule.metric == "duplicateValues":
            self._keys.append(batch.select(self.columns))
        elif self._rule.metric != "rowCount":
            column = batch.column(self.columns[0])
            self.count += _SELECT[self._rule.metric](column, self._rule.parameters)

    def value(self) -> int:
        if self._rule.metric == "rowCount":
            return self.rows
        return self.count + _duplicates(self._keys)


def _compared(rule: QualityRule, meter: _Meter) -> Measurement:
    value: float = meter.value()
    if rule.unit == "percent":
        value = 100 * value / meter.rows if meter.rows else 0.0
    if rule.operator not in _COMPARE:
        raise ContractError(f"quality rule {rule.name!r}: operator {rule.operator!r} is unknown")
    return Measurement(rule=rule, measured=value, holds=_COMPARE[rule.operator](value, rule.value))


def _nulls(column: "pa.Array[Any]", _: Mapping[str, Any]) -> int:
    return int(column.null_count)


def _missing(column: "pa.Array[Any]", parameters: Mapping[str, Any]) -> int:
    texts = [str(value) for value in parameters.get("missingValues", ()) if value is not None]
    listed = pc.is_in(column.cast(pa.string()), pa.array(texts, pa.string()))
    return int(column.null_count) + _true(listed)


def _invalid(column: "pa.Array[Any]", parameters: Mapping[str, Any]) -> int:
    """Filled values that are none of the valid ones, or not of the pattern."""
    texts = column.drop_null().cast(pa.string())
    valid = pa.array([True] * 0, pa.bool_())
    if "validValues" in parameters:
        listed = pa.array([_text(value) for value in parameters["validValues"]], pa.string())
        valid = pc.is_in(texts, listed)
    else:
        whole = f"^(?:{parameters['pattern']})$"
        valid = pc.match_substring_regex(texts, whole)
    return len(texts) - _true(valid)


def _outside(column: "pa.Array[Any]", parameters: Mapping[str, Any]) -> int:
    """Filled values below the minimum or above the maximum."""
    values = column.drop_null()
    count = 0
    if parameters.get("minimum") is not None:
        count += _true(pc.less(values, _bound(parameters["minimum"], column.type)))
    if parameters.get("maximum") is not None:
        count += _true(pc.greater(values, _bound(parameters["maximum"], column.type)))
    return count


_SELECT: Mapping[str, Callable[[pa.Array, Mapping[str, Any]], int]] = {  # type: ignore[type-arg]
    "nullValues": _nulls,
    "missingValues": _missing,
    "invalidValues": _invalid,
    "range": _outside,
}


def _duplicates(keys: list[pa.RecordBatch]) -> int:
    """Rows whose key another row before them has."""
    if not keys:
        return 0
    table = pa.Table.from_batches(keys)
    return int(table.num_rows - table.group_by(table.column_names).aggregate([]).num_rows)


def _bound(value: object, kind: pa.DataType) -> "pa.Scalar[Any]":
    return pa.scalar(value) if isinstance(value, int | float) else pa.scalar(str(value)).cast(kind)


def _text(value: Any) -> str:  # noqa: ANN401 - whatever the contract says
    return str(value).lower() if isinstance(value, bool) else str(value)


def _true(mask: "pa.Array[Any]") -> int:
    return int(pc.sum(mask).as_py() or 0)


def _words(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: f" {found[1].lower()}", name)


def _unique(column: Column) -> QualityRule:
    return QualityRule(
        name=f"{column.name} is unique",
        kind="row",
        metric="duplicateValues",
        column=column.name,
        operator="mustBe",
        value=0,
    )
