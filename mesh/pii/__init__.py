"""Personal data: what columns hold, with evidence that gives nothing away, and what it means.

The border: an ``Engine`` takes column batches and gives ``Finding`` objects; ``judge`` compares
them with what a contract declares; ``spans_of`` looks at one text, ``spans_of_all`` at many.
Nothing here knows files, accounts or storage.
"""

from mesh.findings import Finding
from mesh.pii.engine import Engine
from mesh.pii.judging import TOLERANCE, Verdict, describe, judge
from mesh.pii.text.span import Span
from mesh.pii.text.spans import spans_of, spans_of_all

# Part of every verdict: a change of what any detector or model finds must change it.
ENGINE_VERSION = "9"

__all__ = [
    "ENGINE_VERSION",
    "TOLERANCE",
    "Engine",
    "Finding",
    "Span",
    "Verdict",
    "describe",
    "judge",
    "spans_of",
    "spans_of_all",
]
