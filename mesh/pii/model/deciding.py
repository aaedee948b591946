"""Whether a column holds names or addresses: weighed evidence, one calibrated confidence, reasons.

The weights are made by ``make train`` from labelled columns; see docs/models/columns.md.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mesh.pii.model.evidence import (
    ADDRESS_EVIDENCE,
    PERSON_EVIDENCE,
    Sampled,
    of_address,
    of_person,
)
from mesh.pii.model.headers import Header

WEIGHTS = Path(__file__).parent / "decisions.json"
EVIDENCE = {"PERSON": PERSON_EVIDENCE, "ADDRESS": ADDRESS_EVIDENCE}
# Harmless columns are many times as common as those of names.
LEAST = 0.55
_PLURALS = {"PERSON": "names of people", "ADDRESS": "addresses", "USERNAME": "user names"}
_MOST = 0.99
# Shares of what people use as user names that make a column one of them, by what its name says.
_HANDLES, _MANY_HANDLES, _FEWEST_HANDLES, _USED = 0.35, 0.6, 5, 0.7
# Of the values under a name that says address and nothing else.
_WORDED = 0.6
# Of the values, digests under any name; letters alone, firms and places under one for names.
_RANDOM, _LETTERED, _IMPERSONAL, _NAMED = 0.5, 0.8, 0.5, 0.6
# So few values are taken to be as usual, unless they read as names under a word for people.
_FEW, _PEOPLE = 5, 0.7
# Codes are words of one length; names of several people and streets are not.
_ALIKE, _FEWEST_ALIKE = 0.85, 8


@dataclass(frozen=True)
class Decision:
    """What a column holds.

    Attributes:
        entity: ``PERSON``, ``ADDRESS`` or ``USERNAME``.
        share: of the sample that reads as such, 0.0 to 1.0.
        confidence: 0.55 to 0.99.
        why: reasons, for people.
    """

    entity: str
    share: float
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Decisions:
    """Weights of the evidence for each kind, its bias last."""

    weights: Mapping[str, npt.NDArray[np.float64]]

    def of(
        self, sampled: Sampled, header: Header, neighbours: float, beside: float
    ) -> Decision | None:
        """What the column holds; None if neither names nor addresses.

        Args:
            sampled: what the model says of its values.
            header: what its name says.
            neighbours: see ``Neighbours.speak``.
            beside: see ``Neighbours.people``.
        """
        if sampled.digests >= _RANDOM or _are_codes(sampled):
            return None
        likely = {
            "PERSON": self._odds("PERSON", of_person(sampled, header, neighbours, beside)),
            "ADDRESS": self._odds("ADDRESS", of_address(sampled, header)),
        }
        entity, confidence = max(likely.items(), key=lambda each: each[1])
        if _are_handles(sampled, header):
            return _decision("USERNAME", sampled, _USED, header.handle or header.people, "")
        if confidence < LEAST:
            return _by_name(sampled, header)
        if entity == "ADDRESS":
            return _decision(entity, sampled, confidence, header.address, header.no_address)
        spoken = header.certain or header.people
        return _decision(entity, sampled, confidence, spoken, header.thing, *_beside(neighbours))

    def _odds(self, entity: str, evidence: npt.NDArray[np.float64]) -> float:
        score = float(evidence @ self.weights[entity][:-1] + self.weights[entity][-1])
        return round(min(1 / (1 + math.exp(-score)), _MOST), 2)


def _by_name(sampled: Sampled, header: Header) -> Decision | None:
    """What the column's name says for sure, where the values are not known but of its shape."""
    if header.street and sampled.worded >= _WORDED:
        return _decision("ADDRESS", sampled, _USED, header.address, "")
    is_named = header.certain and not (header.thing or header.key)
    if is_named and sampled.lettered >= _LETTERED and sampled.impersonal < _IMPERSONAL:
        return _decision("PERSON", sampled, _NAMED, header.certain, "")
    is_persons = header.is_of_someone and not (header.thing or header.key)
    if is_persons and sampled.distinct < _FEW and sampled.person >= _PEOPLE:
        return _decision("PERSON", sampled, _NAMED, header.people, "")
    return None


def _are_codes(sampled: Sampled) -> bool:
    return sampled.distinct >= _FEWEST_ALIKE and sampled.uniform >= _ALIKE


def _are_handles(sampled: Sampled, header: Header) -> bool:
    """Whether the values look like user names more than like names, under a name that allows it."""
    if header.thing or not (header.people or header.handle):
        return False
    if sampled.distinct < _FEWEST_HANDLES:
        return False
    if not (header.is_of_someone or header.handle):
        return header.plain and sampled.handle >= max(_MANY_HANDLES, sampled.person)
    return sampled.handle >= max(_HANDLES, sampled.person)


def _decision(
    entity: str, sampled: Sampled, confidence: float, spoken: str, against: str, *more: str
) -> Decision:
    share = sampled.votes[entity]
    reasons = (
        (spoken, f"the column's name has {spoken!r}"),
        (against, f"the column's name has {against!r}, which speaks against it"),
    )
    told = tuple(reason for word, reason in reasons if word)
    read = f"{share:.0%} of {sampled.distinct} sampled values read as {_PLURALS[entity]}"
    return Decision(entity, share, confidence, (read, *told, *more))


def _beside(neighbours: float) -> tuple[str, ...]:
    if not neighbours:
        return ()
    return (f"the columns beside it speak of {'people' if neighbours > 0 else 'things'}",)


@cache
def decisions() -> Decisions:
    """The weights beside this file, read once."""
    held = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Decisions(
        {
            entity: np.array([held[entity][name] for name in (*names, "bias")])
            for entity, names in EVIDENCE.items()
        }
    )
