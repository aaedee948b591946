"""What the mesh reads of a contract, and what it demands."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from docs.pages.markdown import bullets, code, page, section, table
from docs.pages.reading import EXAMPLE, demanded, fields_read
from mesh import contracts
from mesh.contracts.checks import METRICS, STATUSES, TYPES
from mesh.contracts.deidentification import METHODS, MOST_KEPT
from mesh.contracts.model import CLASSIFICATIONS, Operator, WriteMode
from mesh.naming.entities import ENTITIES

_MODES = code(get_args(WriteMode))
_CUSTOM: Mapping[str, tuple[str, str]] = {
    "writeMode": ("product", f"How files become rows: {_MODES}. Without it `replace-file`."),
    "sampleQueries": ("product", "List of SQL texts that a stranger can start from."),
    "detectors": ("product", "Kinds of personal data of its own, see [Rules](pii.md#rules)."),
    "allow": ("product", "What is no personal data, see [Rules](pii.md#rules)."),
    "nullValues": ("table", 'List of texts that mean null in delimited files, else `[""]`.'),
    "unit": ("column", "Unit of a measured value, such as `minutes`."),
    "personalData": ("column", "List of the types of personal data that the column holds."),
    "deidentify": ("column", "What becomes of the values before they are published, see below."),
    "opaque": ("column", "Why nobody need look into its bytes, see [Bytes](#bytes)."),
}
_METHODS = {
    "drop": ("any", "The column lands and is not in the table."),
    "nullify": ("any that is not required", "Every value is null."),
    "mask": (
        "string",
        f"Every character is `*`, but the last `keep` (0 to {MOST_KEPT}) of long values.",
    ),
    "generalise": (
        "date, timestamp, string with `yyyy-mm-dd`; int, bigint, double",
        "`to: month` or `to: year` gives its first day, `band: 10` the start of the band.",
    ),
    "tokenise": (
        "string, bigint",
        "HMAC-SHA-256 by the domain's key, or by all domains' if `key` is `mesh`.",
    ),
}
_DEIDENTIFIED = """
Types stay, and what is null stays null.
`personalData` says what lands: the scanner judges the landed file, and a guarded column stays \
guarded.
What was made is scanned again, blind to the column's name: a file whose values are personal \
still, or cannot be changed, goes to quarantine.
Rules on a file judge the values that landed, rules on a table those that are published: only \
tokens keep `unique` and `duplicateValues`.
A change of method needs a new major version, since published rows stay as they are.
"""
_BYTES = """
A file lands them as Parquet, ORC, Arrow, Avro or SQLite; bytes written as text, such as Base64 in \
JSON, stay text, which is looked into and does not fit the column.
A value that is text is looked into, declared or not, and what is found in it counts as anywhere \
else: text in UTF-8, and what may be text in UTF-16 with its mark or in a Windows encoding.
Any value that is no UTF-8 is bytes that nobody can look into for sure, such as an image: it makes \
the file `PARTIAL` with `BINARY_CONTENT`, which is refused, unless the column is declared `opaque`.
`opaque` is its owner's reason, on one line: it is shown with the product (`mesh product show`), \
and each verdict on a file with such bytes notes the column and the reason.
It is of that column alone: bytes in other columns, inside of nested ones, and in other tables of \
the file are refused as ever.
A declared column is guarded: it is readable only by a subscription that names it.
Within a major version `opaque` may be added, so that a refused file can be released, and its \
reason may change; it may be taken away only if the column stays guarded, since published rows \
keep their bytes.
Of rules, `required`, `unique`, `nullValues` and `duplicateValues` are for bytes, and of \
de-identification `drop` and `nullify`.
"""
_RULES = """
A column's rule on null, missing or invalid values judges each file: one that breaks it goes to \
quarantine.
Every other rule judges the table as the commit would leave it: if it does not hold, nothing is \
committed and the files wait.
`required`, `unique`, and `minimum`, `maximum` and `pattern` of `logicalTypeOptions` are rules \
without being written as one.
"""
_METRICS: Mapping[str, str] = {
    "nullValues": "nulls",
    "missingValues": "nulls, and the texts of `arguments.missingValues`",
    "invalidValues": "filled values outside of `arguments.validValues`, or not of "
    "`arguments.pattern`",
    "duplicateValues": "rows whose key another row has: the column, or `arguments.properties`",
    "rowCount": "rows",
}


def render() -> str:
    """The page."""
    operators = get_args(Operator)
    fields = [field for field in fields_read() if _is_shown(field, operators)]
    return page(
        "Contracts",
        "A product is one file, `domains/<domain>/products/<product>.odcs.yaml`, in the Open Data "
        "Contract Standard v3. A field that the standard does not know is refused; one that the "
        "standard knows and this page does not list is kept and not read. `mesh product validate` "
        "tells all faults at once, each with file, line, field and what to write.",
        section(
            "Fields",
            table(["field", "if it is missing"], ([f"`{f}`", _missing(f)] for f in fields)),
        ),
        section("Status", f"One of {code(STATUSES)}."),
        section("Column types", f"`physicalType` is one of {code([*TYPES, 'decimal(p,s)'])}."),
        section(
            "Classification",
            f"One of {code(CLASSIFICATIONS)}. A `restricted` column is readable only through a "
            "subscription that names it. Personal data is `confidential` or `restricted`.",
        ),
        section(
            "Personal data",
            "A column that lists any in `personalData` is readable only by a subscription that "
            f"names it: {code(ENTITIES)}, and `CUSTOM:<name>` for `detectors` here or in "
            "`mesh.yaml`.",
        ),
        section(
            "Custom properties",
            table(["property", "of", "meaning"], ([f"`{n}`", *_CUSTOM[n]] for n in _custom())),
        ),
        _deidentification(),
        _bytes(),
        _quality_rules(),
        section(
            "A contract with every field that is read",
            f"```yaml\n{EXAMPLE.read_text(encoding='utf-8').strip()}\n```",
        ),
    )


def _bytes() -> str:
    return section(
        "Bytes",
        "A `binary` column holds bytes, published as `binary` in Glue and `varbinary` in Athena.",
        bullets(_BYTES.strip().splitlines()),
    )


def _deidentification() -> str:
    return section(
        "De-identification",
        "`deidentify` is a mapping with a `method` and its options.",
        table(
            ["method", "column types", "what is published"],
            ([f"`{name}`", *_METHODS[name]] for name in METHODS),
        ),
        bullets(_DEIDENTIFIED.strip().splitlines()),
    )


def _quality_rules() -> str:
    return section(
        "Quality rules",
        "A rule has a `name`, a `metric` and exactly one operator: "
        f"{code(get_args(Operator))}. With `unit: percent` the count is compared as a share of all "
        "rows, 0 to 100.",
        table(["metric", "counts"], ([f"`{name}`", _METRICS[name]] for name in METRICS)),
        bullets(_RULES.strip().splitlines()),
    )


def _is_shown(field: str, operators: tuple[str, ...]) -> bool:
    last = field.rsplit(".", maxsplit=1)[-1]
    return last not in operators and "customProperties[]" not in field


def _missing(field: str) -> str:
    advice = demanded(field)
    return f"refused: {advice}" if advice else "accepted"


def _custom() -> Iterator[str]:
    """Names of the custom properties that the mesh's code asks for."""
    found = {
        call.args[0].value
        for file in sorted(Path(contracts.__file__).parent.glob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "get"
        and ast.unparse(call.func.value).startswith("custom")
        and isinstance(call.args[0], ast.Constant)
    }
    if found != _CUSTOM.keys():
        raise AssertionError(f"read and told differ: {found ^ _CUSTOM.keys()}; mend {__name__}")
    yield from _CUSTOM
