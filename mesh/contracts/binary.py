"""What a contract may say of columns of bytes, and why nobody looks into some of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesh.contracts.faults import Fault, Path
from mesh.contracts.translation import custom_properties

_LEAST_REASON, _MOST_REASON = 10, 500
# What compares values with texts or numbers.
_TEXT_METRICS = ("missingValues", "invalidValues")
_TEXT_OPTIONS = ("minimum", "maximum", "pattern")


def binary_faults(column: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Every fault of ``opaque``, and of rules that need more than bytes."""
    kind = column.get("physicalType")
    if "opaque" in custom_properties(column):
        for fault in _opaque_faults(custom_properties(column)["opaque"], kind):
            yield Fault((*path, "customProperties"), f"opaque: {fault}")
    if kind != "binary":
        return
    for option in _TEXT_OPTIONS:
        if option in (column.get("logicalTypeOptions") or {}):
            where = (*path, "logicalTypeOptions", option)
            yield Fault(where, "bytes have no order and no signs; leave it out")
    for index, rule in enumerate(column.get("quality") or []):
        if rule.get("metric") in _TEXT_METRICS:
            where = (*path, "quality", index, "metric")
            yield Fault(where, "compares texts, and the column holds bytes; use nullValues")


def _opaque_faults(reason: object, kind: object) -> Iterator[str]:
    if kind != "binary":
        yield (
            f"values of type {kind} can always be looked into; leave it out, or write binary "
            "if the column holds bytes"
        )
    if not isinstance(reason, str) or not reason.isprintable():
        yield (
            "write on one line why nobody need look into the bytes, such as 'photographs of the "
            "outside of the aircraft'"
        )
    elif not _LEAST_REASON <= len(reason.strip()) <= _MOST_REASON:
        room = f"{_LEAST_REASON} to {_MOST_REASON}"
        yield f"write why nobody need look into the bytes, in {room} signs"
