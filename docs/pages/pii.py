"""What the scanner finds, read from its detectors."""

from collections.abc import Iterator

from docs.pages.markdown import attributes_of, code, page, section, table
from mesh.aws.comprehend import Comprehend
from mesh.naming.entities import GROUPS
from mesh.naming.rules import Allowed, CustomDetector, ScanRules
from mesh.pii import TOLERANCE
from mesh.pii.detectors.model import ColumnDetector, Detector, FormDetector, PatternDetector
from mesh.pii.detectors.registry import every
from mesh.scanning.second_opinion import CELLS, MOST_CELLS

_SHOWN = 3


def render() -> str:
    """The page."""
    kinds = {one.entity for one in every()}
    return page(
        "Personal data that the scanner finds",
        f"{len(kinds)} kinds. Each is one file below `mesh/pii/detectors`; "
        "[Add a detector](../how-to/add-a-detector.md) tells how to write one. A verdict, a "
        "contract's `personalData` and a waiver use these names.",
        _how_found(),
        _how_well(),
        _second_opinion(),
        section(
            "Detectors",
            table(
                ["entity", "country", "how it is found", "validator", "chance rate", "source"],
                ([*_cells(one)] for one in sorted(every(), key=lambda one: one.entity)),
            ),
        ),
        _rules(),
    )


def _how_found() -> str:
    return section(
        "How a kind is found",
        "**Alone**: one right value anywhere counts, if at least half of the values of its "
        "form in the column are right, or more than chance gives. **Told or beyond chance**: "
        "its digits look like many others', so they count under a column name that tells of "
        "them, beside a telling word in the same text, or where so many right ones have odds "
        "below one in a million (each distinct value counted once, chance taken as "
        "0.2 at least, "
        "because values of one column resemble each other). **Pattern**: anywhere in "
        "a text. **Column**: by the column's name and the shape of most values. Of several "
        "detectors that claim the same values, the column's name decides, then the share that "
        "is right, then the rarer one. A word such as `verified`, `count` or `flag` in the "
        "name speaks against all but the first.",
        "The chance rate is the share of random values of the first form, with digits wherever "
        "it may have them, that pass. An "
        "*attribute* tells about a person without naming one: it is told and refuses nothing.",
    )


def _second_opinion() -> str:
    return section(
        "A second opinion",
        "`mesh scan PATH --comprehend` asks Amazon Comprehend too (`DetectPiiEntities`, in "
        f"English or Spanish), about at most {CELLS} different cells of each column of text and "
        f"{MOST_CELLS:,} in all. The cells leave the machine and cost money: the price is told "
        "with its arithmetic before anything is sent, and `--yes` agrees to it. A cell is one "
        f"request of at least {Comprehend.least_units} units of {Comprehend.unit_signs} "
        f"characters for USD {Comprehend.unit_usd:.4f} each by list price. The caller's role "
        "needs `comprehend:DetectPiiEntities`; the functions of the mesh have no such right. "
        "What comes back is shown beside the scan and changes no verdict.",
    )


def _rules() -> str:
    return section(
        "Rules",
        "`personalData` in `mesh.yaml` holds for every file, in the mesh and in `mesh scan`; a "
        "contract's custom properties `detectors` and `allow` for the files of its product. "
        "All faults are told with file, line, field and what to write.",
        _fields("detectors", CustomDetector),
        "A pattern has literals, classes, groups, alternatives, repeats up to 200, `^`, `$`, "
        "`\\b` and a leading `(?i)`: what runs in linear time whatever the text is. Where the "
        "mesh and a contract name one kind, the mesh's is looked for.",
        _fields("allow", Allowed),
        "A value is allowed where it is a whole cell, or all that a detector found in it: what "
        "else is in the cell is told as ever. An allowed pattern needs three signs that stand "
        "for themselves.",
        "**tolerance**, in `mesh.yaml` only: "
        + attributes_of(ScanRules)["tolerance"]
        + f" Groups: {code(GROUPS)}. A kind's own line counts before its group's; without "
        f"either it is {TOLERANCE:.0%}. Kinds with a validator are refused from their first "
        "row, whatever is tolerated.",
    )


def _fields(name: str, described: type) -> str:
    rows = ([f"`{field}`", meaning] for field, meaning in attributes_of(described).items())
    return table([f"{name}: field", "meaning"], rows)


def _how_well() -> str:
    return section(
        "How well and how fast",
        "[Measurements](measurements.md) has how right it is on labelled files and sentences, how "
        "fast, how small and how dear, beside others, with how each number was got; "
        "[the model for columns](../models/columns.md) and "
        "[the model for sentences](../models/sentences.md) tell more of the first.",
    )


def _cells(detector: Detector) -> Iterator[str]:
    attribute = ", *attribute*" if detector.category == "attribute" else ""
    yield f"`{detector.entity}`{attribute}"
    yield detector.country
    yield _how(detector)
    yield detector.validator
    yield "" if detector.chance is None else f"{detector.chance:.2g}"
    yield f"[source]({detector.source})"


def _how(detector: Detector) -> str:
    words = f"; names like {code(detector.header[:_SHOWN])}" if detector.header else ""
    if isinstance(detector, FormDetector):
        parts = [("alone", detector.alone), ("told or beyond chance", detector.bare)]
        if not detector.proves:
            parts[1] = ("told", detector.bare)
        return "; ".join(f"{how}: {_forms(forms)}" for how, forms in parts if forms) + words
    if isinstance(detector, PatternDetector):
        return ("pattern under a telling name" if detector.only_told else "pattern") + words
    if isinstance(detector, ColumnDetector):
        return f"column, at least {detector.least_share:.0%} of its values{words}"
    return f"column{words}"


def _forms(forms: tuple[str, ...]) -> str:
    more = f" and {len(forms) - _SHOWN} more" if len(forms) > _SHOWN else ""
    return code(forms[:_SHOWN]) + more
