"""What a contract adds to the scan of its product: kinds of its own, and what is allowed."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesh.contracts.faults import Fault, Path
from mesh.contracts.translation import custom_properties
from mesh.naming.rule_faults import allow_faults, detector_faults
from mesh.naming.rules import PREFIX


def own_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with its detectors and its allow list."""
    custom = custom_properties(document)
    told = [
        *detector_faults(custom.get("detectors", []), _value_of(document, "detectors")),
        *allow_faults(custom.get("allow", []), _value_of(document, "allow")),
    ]
    for path, advice in told:
        yield Fault(path, advice)


def own_kinds(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Kinds of personal data that it adds, as far as they have names."""
    detectors = custom_properties(document).get("detectors", [])
    given = detectors if isinstance(detectors, list) else []
    return tuple(f"{PREFIX}{one.get('name')}" for one in given if isinstance(one, Mapping))


def _value_of(document: Mapping[str, Any], name: str) -> Path:
    for index, entry in enumerate(document.get("customProperties") or []):
        if entry.get("property") == name:
            return ("customProperties", index, "value")
    return ("customProperties",)
