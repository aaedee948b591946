"""What a detector saw in a column: light, for those who keep findings and look for none."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

# The kind of a column of sentences that hold personal data of any kind.
IN_TEXT = "PII_IN_TEXT"
_LISTS = ("rows", "evidence", "why")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One kind of personal data in one column of one file.

    Attributes:
        column: name in the contract.
        entity: kind of personal data, such as ``EMAIL_ADDRESS``.
        count: rows that hold it.
        share: rows that hold it, of the rows that hold anything (0.0 to 1.0).
        confidence: how sure the detector is (0.0 to 1.0).
        validated: whether a validator (check digits, structure) confirmed each row counted, so that
            not even one may pass undeclared.
        rows: numbers of the first rows seen, counted from 1, to find them in the file.
        evidence: shapes of the first values seen; they cannot be turned back into values.
        category: ``attribute`` for what tells about a person without naming one, such as an age.
        why: short reasons for the confidence, for people.
        spans: for a column of sentences, the kinds that they hold and the rows that hold each.
    """

    column: str
    entity: str
    count: int
    share: float
    confidence: float
    validated: bool
    rows: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    category: Literal["personal", "attribute"] = "personal"
    why: tuple[str, ...] = ()
    spans: tuple[tuple[str, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Write the finding as JSON knows it."""
        lists = {name: list(getattr(self, name)) for name in _LISTS}
        return asdict(self) | lists | {"spans": dict(self.spans)}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, now or before there were reasons and spans."""
        lists = {name: tuple(fields.get(name, ())) for name in _LISTS}
        spans = tuple((str(kind), int(rows)) for kind, rows in fields.get("spans", {}).items())
        return cls(**(dict(fields) | lists | {"spans": spans}))
