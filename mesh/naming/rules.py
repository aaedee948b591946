"""What people add to the scan: kinds of their own, and what is no personal data.

``personalData`` in mesh.yaml has them for every file; a contract's custom properties ``detectors``
and ``allow`` for the files of one product.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any, Literal, Self, get_args

Check = Literal["", "luhn", "mod97", "verhoeff", "mod11_10"]
CHECKS: tuple[str, ...] = tuple(name for name in get_args(Check) if name)
PREFIX = "CUSTOM:"
_VARIABLE = "MESH_SCAN_RULES"
# A function has 4,096 bytes for all its variables.
_MOST_BYTES = 3_000


@dataclass(frozen=True, kw_only=True)
class CustomDetector:
    """A kind of personal data that nobody but its owner knows.

    Attributes:
        name: in upper snake case; findings and contracts call the kind ``CUSTOM:<name>``.
        pattern: of one value anywhere in a text, in RE2's syntax.
        check: what its digits must keep: ``luhn``, ``verhoeff`` and ``mod11_10`` look at the digits
            of a value, ``mod97`` at its digits and letters, whose remainder by 97 must be 1.
        columns: words in a column's name under which alone it counts; empty if it does anywhere.
        share: of a column's filled rows that must hold it, 0.0 to 1.0. At 0.0 one row counts.
    """

    name: str
    pattern: str
    check: Check = ""
    columns: tuple[str, ...] = ()
    share: float = 0.0

    @property
    def entity(self) -> str:
        """The kind, as findings and contracts name it."""
        return PREFIX + self.name


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Values that are no personal data, though they look like it.

    Attributes:
        values: exactly as they stand in the data.
        pattern: that a whole value has, in RE2's syntax; empty if there is none.
        owner: who answers for it.
        reason: why it tells of nobody.
    """

    owner: str
    reason: str
    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, kw_only=True)
class ScanRules:
    """What is looked for beyond the detectors, and what is not to be told.

    Attributes:
        tolerance: of kinds without a validator, by kind or group (``contact``): the share of filled
            rows that may look like it by accident, 0.0 to 1.0.
    """

    detectors: tuple[CustomDetector, ...] = ()
    allow: tuple[Allowed, ...] = ()
    tolerance: tuple[tuple[str, float], ...] = ()

    @property
    def entities(self) -> tuple[str, ...]:
        """The kinds that they add."""
        return tuple(detector.entity for detector in self.detectors)

    @property
    def digest(self) -> str:
        """Tells rules apart that find differently; empty if there are none."""
        text = self.to_json()
        return sha256(text.encode()).hexdigest()[:12] if text != "{}" else ""

    def with_those_of(self, product: "ScanRules") -> "ScanRules":
        """The mesh's and a product's together; where both name a kind, the mesh's word counts."""
        own = tuple(one for one in product.detectors if one.entity not in self.entities)
        return replace(self, detectors=self.detectors + own, allow=self.allow + product.allow)

    def to_json(self) -> str:
        """Write what differs from nothing."""
        return json.dumps(dict(_filled(asdict(self))), separators=(",", ":"), sort_keys=True)

    def faults(self, name: str) -> Iterator[str]:
        """What is wrong with them as a whole, in a file that calls them so."""
        size = len(self.to_json().encode())
        if size > _MOST_BYTES:
            yield (
                f"{name}: takes {size:,} bytes and {_MOST_BYTES:,} fit into a function's settings; "
                "move what concerns one product into its contract"
            )

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read checked rules, as written by people or by ``to_json``."""
        return cls(
            detectors=tuple(_detector(one) for one in given.get("detectors", ())),
            allow=tuple(_allowed(one) for one in given.get("allow", ())),
            tolerance=tuple(
                (str(kind), float(share))
                for kind, share in dict(given.get("tolerance", ())).items()
            ),
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the rules as a function gets them."""
        return cls.from_dict(json.loads(environment.get(_VARIABLE, "{}")))

    def to_environment(self) -> dict[str, str]:
        """Environment of a function that judges files; empty if there are no rules."""
        return {_VARIABLE: self.to_json()} if self.digest else {}


def _filled(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        if isinstance(value, tuple) and value and isinstance(value[0], dict):
            yield name, [dict(_filled(one)) for one in value]
        elif value:
            yield name, value


def _detector(given: Mapping[str, Any]) -> CustomDetector:
    return CustomDetector(**(dict(given) | {"columns": tuple(given.get("columns", ()))}))


def _allowed(given: Mapping[str, Any]) -> Allowed:
    return Allowed(**(dict(given) | {"values": tuple(given.get("values", ()))}))
