"""What a contract may ask to become of a column's values before anyone reads them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from mesh.contracts.faults import Fault, Path
from mesh.contracts.model import Method, TokenScope
from mesh.contracts.translation import custom_properties
from mesh.errors import advice

METHODS = get_args(Method)
_SCOPES = get_args(TokenScope)
MOST_KEPT = 4
_MOMENTS = ("month", "year")
_DATED = ("string", "date", "timestamp")
_NUMBERED = ("int", "bigint", "double")

Faults = Iterator[str]


def deidentification_faults(column: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Every fault of a column's ``deidentify``."""
    custom = custom_properties(column)
    if "deidentify" not in custom:
        return
    for fault in _faults(custom["deidentify"], column):
        yield Fault((*path, "customProperties"), f"deidentify: {fault}")


def rules_on_changed_columns(table: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Rules that judge the published table by a column whose values are no longer what they were.

    Tokens differ where values differ, so they keep such rules.
    """
    changed = {
        column.get("name"): method
        for column in table.get("properties") or []
        if (method := _method_of(column)) not in (None, "tokenise")
    }
    for index, rule in enumerate(table.get("quality") or []):
        for name in (rule.get("arguments") or {}).get("properties", []):
            if name in changed:
                yield Fault((*path, "quality", index, "arguments"), _lost(name, changed[name]))
    for index, column in enumerate(table.get("properties") or []):
        judged = [rule.get("metric") for rule in column.get("quality") or []]
        is_judged = column.get("unique") or "duplicateValues" in judged
        if is_judged and column.get("name") in changed:
            where = (*path, "properties", index)
            yield Fault(where, _lost(column["name"], changed[column["name"]]))


def _method_of(column: Mapping[str, Any]) -> object:
    asked = custom_properties(column).get("deidentify")
    return asked.get("method") if isinstance(asked, Mapping) else None


def _lost(name: object, method: object) -> str:
    return (
        f"{name} is published after {method}, which leaves no values to compare; use tokenise, "
        "or leave the rule out"
    )


def _faults(asked: object, column: Mapping[str, Any]) -> Faults:
    if not isinstance(asked, Mapping) or asked.get("method") not in METHODS:
        yield f"write {{method: ...}} with one of {', '.join(METHODS)}"
        return
    method = str(asked["method"])
    options, check = _OF_METHOD[method]
    for name in asked:
        if name not in {"method", *options}:
            yield f"{method} has no option {name!r}; {advice(str(name), options or ['method'])}"
    yield from check(asked, column)


def _any(_: Mapping[str, Any], __: Mapping[str, Any]) -> Faults:
    yield from ()


def _nullify(_: Mapping[str, Any], column: Mapping[str, Any]) -> Faults:
    if column.get("required"):
        yield "a required column cannot be published as null; drop it, or do not require it"


def _mask(asked: Mapping[str, Any], column: Mapping[str, Any]) -> Faults:
    kept = asked.get("keep", 0)
    if column.get("physicalType") != "string":
        yield "only a string can be masked; use nullify or generalise"
    if not _is_number(kept) or not 0 <= kept <= MOST_KEPT:
        yield f"keep: write how many characters at the end stay readable, 0 to {MOST_KEPT}"


def _generalise(asked: Mapping[str, Any], column: Mapping[str, Any]) -> Faults:
    kind, band = column.get("physicalType"), asked.get("band", 0)
    if kind in _DATED:
        if asked.get("to") not in _MOMENTS or "band" in asked:
            yield f"to: write one of {', '.join(_MOMENTS)} for a {kind}"
    elif kind in _NUMBERED:
        if not _is_number(band) or band < 1 or "to" in asked:
            yield f"band: write the width of the bands for a {kind}, a whole number from 1"
    else:
        known = ", ".join((*_DATED, *_NUMBERED))
        yield f"a {kind} cannot be generalised, only {known}; use nullify or drop"


def _tokenise(asked: Mapping[str, Any], column: Mapping[str, Any]) -> Faults:
    if column.get("physicalType") not in ("string", "bigint"):
        yield "only a string or a bigint has room for a token; change the type, or use nullify"
    if asked.get("key", "domain") not in _SCOPES:
        yield f"key: write one of {', '.join(_SCOPES)}"


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_OF_METHOD: Mapping[
    str, tuple[tuple[str, ...], Callable[[Mapping[str, Any], Mapping[str, Any]], Faults]]
] = {
    "drop": ((), _any),
    "nullify": ((), _nullify),
    "mask": (("keep",), _mask),
    "generalise": (("to", "band"), _generalise),
    "tokenise": (("key",), _tokenise),
}
