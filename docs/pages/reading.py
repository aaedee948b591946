"""Finds out what the mesh reads of a contract and what it demands, by watching it read."""

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from mesh.contracts.checks import check
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.odcs import parse_contract
from mesh.contracts.translation import to_contract

EXAMPLE = Path(__file__).parent / "contract.odcs.yaml"


def example() -> dict[str, Any]:
    """A contract that has every field that the mesh reads."""
    document: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    return document


def fields_read() -> list[str]:
    """Every field that is read, like ``schema[].properties[].name``, in the order of a contract."""
    seen: dict[str, None] = {}
    watched = _watch(example(), "", seen)
    faults = list(check(watched, watched["domain"], watched["dataProduct"]))
    if faults:
        raise AssertionError(f"{EXAMPLE.name} is no good example: {faults}")
    to_contract(watched)
    return sorted(seen, key=_place)


def demanded(field: str) -> str | None:
    """What the mesh says when the field is missing; None if it does not mind."""
    document = copy.deepcopy(example())
    holder = next(_holders(document, field.split(".")), None)
    if holder is None:
        return None
    del holder[field.rsplit(".", maxsplit=1)[-1]]
    try:
        parse_contract(document, EXAMPLE.name, "catering", product="meals")
    except ContractFaultsError as error:
        return error.faults[0].advice
    return None


class _Watched(dict[str, Any]):
    """A part of a document that notes which of its fields are asked for."""

    def __init__(self, content: Mapping[str, Any], path: str, seen: dict[str, None]) -> None:
        super().__init__(content)
        self._path, self._seen = path, seen

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as a dict's
        self._seen[self._path + key] = None
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - as a dict's
        self._seen[self._path + key] = None
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._seen[f"{self._path}{key}"] = None
        return super().__contains__(key)


def _watch(value: Any, path: str, seen: dict[str, None]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        inner = {key: _watch(part, f"{path}{key}.", seen) for key, part in value.items()}
        return _Watched(inner, path, seen)
    if isinstance(value, list):
        return [_watch(item, f"{path[:-1]}[].", seen) for item in value]
    return value


def _holders(part: Any, steps: list[str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    step, *rest = steps
    name = step.removesuffix("[]")
    if not isinstance(part, dict) or name not in part:
        return
    if not rest:
        yield part
    elif step.endswith("[]"):
        for item in part[name]:
            yield from _holders(item, rest)
    else:
        yield from _holders(part[name], rest)


def _place(field: str) -> tuple[int, ...]:
    """Where the example has the field; after everything else if it has not."""
    order: dict[str, int] = {}
    for path in _paths(example(), ""):
        order.setdefault(path, len(order))
    return (order.get(field, len(order)), len(field))


def _paths(part: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(part, dict):
        for key, value in part.items():
            yield f"{path}{key}"
            yield from _paths(value, f"{path}{key}.")
    elif isinstance(part, list):
        for item in part:
            yield from _paths(item, f"{path[:-1]}[].")
