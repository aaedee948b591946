"""The rules as they are written in ``data``, and the exceptions that are known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DATA = HERE / "data"
EXCEPTIONS = HERE / "exceptions.yaml"
PLAIN_MOTO = HERE / "plain_moto.tsv"
STATUS = ("documented", "measured", "assumed")
_FIELDS = {"id", "says", "status", "source", "world", "given", "when", "then"}
_OUTCOMES = {"error", "answer", "rows", "columns"}

_PAGES = {
    "dg": "https://docs.aws.amazon.com/lake-formation/latest/dg/{}.html",
    "api": "https://docs.aws.amazon.com/lake-formation/latest/APIReference/API_{}.html",
    "glue": "https://docs.aws.amazon.com/glue/latest/webapi/API_{}.html",
    "ram": "https://docs.aws.amazon.com/ram/latest/APIReference/API_{}.html",
    "athena": "https://docs.aws.amazon.com/athena/latest/ug/{}.html",
}

Step = Mapping[str, Any]


class RuleError(ValueError):
    """A rule is not written as the format asks; the message names the file, the rule and why."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One decision with its inputs.

    Attributes:
        family: name of the file that has it.
        id: unique over all families, lower kebab case.
        says: the rule as one sentence.
        status: ``documented`` by AWS, ``measured`` on AWS by somebody who wrote it down,
            or ``assumed``.
        source: where that is told.
        world: what is there before ``given``; see ``worlds``.
        given: steps that must succeed.
        when: the one step that is judged.
        then: ``error`` (code, contains), or ``answer``, or ``rows`` and ``columns``.
    """

    family: str
    id: str
    says: str
    status: str
    source: str
    world: str
    given: Sequence[Step]
    when: Step
    then: Mapping[str, Any]

    @property
    def refuses(self) -> bool:
        """Whether the decision is a no."""
        return "error" in self.then


def rules() -> tuple[Rule, ...]:
    """Every rule of every family, in the order in which they are written.

    Raises:
        RuleError: if a file is not as the format asks.
    """
    found = tuple(rule for file in sorted(DATA.glob("*.yaml")) for rule in _read(file))
    ids = [rule.id for rule in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise RuleError(f"written more than once: {', '.join(twice)}")
    return found


def exceptions() -> dict[str, str]:
    """What is missing for the rules that the embedded AWS does not keep yet, by rule."""
    entries = yaml.safe_load(EXCEPTIONS.read_text("utf-8")) or {}
    return {rule: str(missing) for missing, names in entries.items() for rule in names}


def plain_moto() -> dict[str, bool]:
    """Whether plain moto keeps a rule, as it was recorded."""
    lines = PLAIN_MOTO.read_text("utf-8").splitlines()[1:] if PLAIN_MOTO.exists() else []
    return {rule: kept == "yes" for rule, kept in (line.split("\t") for line in lines)}


def _read(file: Path) -> Iterator[Rule]:
    content = yaml.safe_load(file.read_text("utf-8"))
    world = content.get("world", "lake")
    for entry in content["rules"]:
        fault = _fault(entry)
        if fault:
            raise RuleError(f"{file.name}: {entry.get('id')}: {fault}")
        yield Rule(
            family=file.stem,
            id=entry["id"],
            says=" ".join(entry["says"].split()),
            status=entry["status"],
            source=_page(entry["source"]),
            world=entry.get("world", world),
            given=tuple(entry.get("given", ())),
            when=entry["when"],
            then=entry["then"],
        )


def _page(source: str) -> str:
    """``dg/implicit-permissions`` as the page's address; anything else as it is written."""
    where, _, name = source.partition("/")
    return _PAGES[where].format(name) if where in _PAGES else source


def _fault(entry: Mapping[str, Any]) -> str | None:
    if missing := sorted({"id", "says", "status", "source", "when", "then"} - entry.keys()):
        return f"{', '.join(missing)} missing"
    told = entry["status"] == "assumed" or _page(entry["source"]).startswith("https://")
    right = {
        f"only {', '.join(sorted(_FIELDS))} are known": not entry.keys() - _FIELDS,
        "the id must be lower kebab case": re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"]),
        f"the status must be one of {', '.join(STATUS)}": entry["status"] in STATUS,
        "the source must be a page": told,
        f"then has some of {', '.join(sorted(_OUTCOMES))}": entry["then"].keys() <= _OUTCOMES,
        "then must expect something": entry["then"],
    }
    return next((wrong for wrong, holds in right.items() if not holds), None)
