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
# Measured by `python -m benchmarks pii`.
_SPEEDS = (
    ("CSV", "31 to 35", "60", "258 to 267 MB"),
    ("Parquet", "40 to 54", "80", "280 to 296 MB"),
    ("JSON Lines", "30 to 38", "40", "238 to 255 MB"),
    ("xlsx", "7 to 11", "10", "217 to 242 MB"),
    ("harmless wide numeric Parquet", "233 to 360", "300", "262 to 272 MB"),
)
_PRESIDIO = (
    "On 5 MB, which is all that was run so far, Presidio made 0.09 MB/s and the scanner 7.8, most "
    "of its time for what costs the same however large a file is: 84 times as fast. 300 times are "
    "wanted at 50 MB, which takes Presidio ten minutes."
)


def render() -> str:
    """The page."""
    kinds = {one.entity for one in every()}
    return page(
        "Personal data that the scanner finds",
        f"{len(kinds)} kinds. Each is one file below `mesh/pii/detectors`; "
        "[Add a detector](../how-to/add-a-detector.md) tells how to write one. A verdict, a "
        "contract's `personalData` and a waiver use these names.",
        _how_found(),
        _accuracy(),
        _how_fast(),
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


def _how_fast() -> str:
    return section(
        "How fast it is",
        "200 MB of a table of 21 columns, all but a few full of personal data in several "
        "layouts, no value twice but names and words; every hit verified, every row counted; "
        "worker and parent pinned to one core together, by their processor time after import. "
        "Megabytes are of text, for Parquet of Arrow buffers, for xlsx of the sheet's XML. "
        "Lowest and highest of several runs on a shared machine of two cores at loads of 5 to "
        "12, which slow each other down.",
        table(
            ["file", "MB/s", "wanted", "peak of worker and parent"],
            _SPEEDS,
        ),
        "Before distinct layouts were looked at once, the same files took 8, 15, 10 and 10 "
        "MB/s, the numeric one 245. Half of a CSV's time goes into patterns and check digits, "
        "a quarter into reading it and handing it over, the rest into the models for columns "
        "and sentences, which cost about the same however large a file is. Memory is that of "
        "both processes, pages that they share counted once.",
        "On 1 MB of the same table no count differs from that of a slow program that looks at "
        "each cell by itself with Python's own patterns; `make bench` compares 5 MB. `python "
        "-m benchmarks pii-competitors` installs Presidio beside and gives both the same 50 "
        "MB. " + _PRESIDIO,
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


def _accuracy() -> str:
    return section(
        "How well columns are told",
        "On labelled files of seven repositories, each judged by what the others teach: F1 "
        "0.992 (95 % interval 0.970 to 1.000) with headers and 0.991 with headers hidden, no "
        "false alarm in 341 harmless columns. On files that nobody had worked on, at the "
        "first run: 0.974, 0.867 and 0.882 with headers, 0.958, 0.857 and 0.828 hidden, in "
        "three sets. National identifiers, IBANs, cards and secrets on 36 generated layouts: "
        "all of 360 columns (90 % at the first run). `make bench` measures the first and the "
        "last; [the model for columns](../models/columns.md) tells how each was got.",
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
