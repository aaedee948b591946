"""Which kind a column is of, where it holds several."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mesh.findings import Finding

_STRAY, _MOSTLY, _BELIEVED = 0.1, 0.5, 0.7
_STEP = 0.01


def ranked(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of one column, none of a few rows surer than the kind that most rows hold.

    One mail address among telephones is told, and counted, and does not make the column one of
    mail addresses.
    """
    main = max((one for one in findings if _may_lead(one)), key=_shared, default=None)
    for one in findings:
        if main is None or one.share >= _STRAY or one.confidence < main.confidence:
            yield one
        else:
            sure = round(main.confidence - _STEP, 2)
            yield replace(one, confidence=sure, why=(*one.why, f"most rows hold {main.entity}"))


def _may_lead(one: Finding) -> bool:
    return one.category == "personal" and one.share >= _MOSTLY and one.confidence >= _BELIEVED


def _shared(one: Finding) -> tuple[float, float]:
    return one.share, one.confidence
