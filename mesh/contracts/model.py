"""What the mesh needs of a contract, plain and light enough for every function."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

from mesh.errors import NotFoundError, advice
from mesh.naming import ProductAddress
from mesh.naming.names import table as catalogue_table
from mesh.naming.rules import ScanRules

Classification = Literal["public", "internal", "confidential", "restricted"]
WriteMode = Literal["append", "replace-file", "replace-table"]
Metric = Literal[
    "nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount", "range"
]
Operator = Literal[
    "mustBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
    "mustBeBetween",
]

Method = Literal["drop", "nullify", "mask", "generalise", "tokenise"]
TokenScope = Literal["domain", "mesh"]

CLASSIFICATIONS: tuple[Classification, ...] = ("public", "internal", "confidential", "restricted")


@dataclass(frozen=True, kw_only=True)
class Deidentification:
    """What becomes of a column's values between landing and publication.

    Attributes:
        keep: of ``mask``: how many characters at the end stay readable.
        to: of ``generalise``: ``month`` or ``year``, for dates and times.
        band: of ``generalise``: the width of the bands, for numbers.
        key: of ``tokenise``: whose key makes the tokens. Those of one key can be joined.
    """

    method: Method
    keep: int = 0
    to: Literal["", "month", "year"] = ""
    band: int = 0
    key: TokenScope = "domain"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        type: as Athena names it: ``string``, ``int``, ``bigint``, ``double``, ``boolean``,
            ``date``, ``timestamp``, ``binary`` or ``decimal(p,s)``.
        unit: of a measured value, such as ``minutes``.
        classification: how sensitive the values are.
        personal: entity types that the owner declares, such as ``EMAIL_ADDRESS``; empty if the
            column holds no personal data.
        deidentify: how the published values differ from those that land; None if they do not.
        opaque: why the values may be bytes that nobody can look into, such as images, in its
            owner's words; empty if they may not.
    """

    name: str
    type: str
    description: str = ""
    required: bool = False
    unique: bool = False
    unit: str | None = None
    classification: Classification = "internal"
    personal: tuple[str, ...] = ()
    deidentify: Deidentification | None = None
    opaque: str = ""

    @property
    def is_published(self) -> bool:
        """Whether the catalogue table has the column."""
        return self.deidentify is None or self.deidentify.method != "drop"

    @property
    def is_guarded(self) -> bool:
        """Whether the column is readable only by a subscription that names it."""
        return bool(self.personal or self.opaque) or self.classification == "restricted"


@dataclass(frozen=True, kw_only=True)
class QualityRule:
    """A promise about the data, checked before publication.

    Attributes:
        kind: a ``row`` rule judges one file, a ``table`` rule judges what the commit would give.
        metric: what is counted; ``range`` counts values outside ``minimum`` and ``maximum``.
        column: the column counted; None for rules about whole rows.
        parameters: of the metric: ``validValues``, ``pattern``, ``minimum``, ``maximum``,
            ``missingValues`` or ``properties``.
        operator: how the count compares with ``value``.
        unit: whether the count is of rows or a percentage (0 to 100) of all rows.
    """

    name: str
    kind: Literal["row", "table"]
    metric: Metric
    column: str | None
    operator: Operator
    value: Any
    unit: Literal["rows", "percent"] = "rows"
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of a product.

    Attributes:
        name: None if it is the product's only table.
        null_values: texts that stand for null in delimited files.
    """

    name: str | None
    columns: tuple[Column, ...]
    quality: tuple[QualityRule, ...] = ()
    null_values: tuple[str, ...] = ("",)

    def as_published(self) -> "Table":
        """The table as consumers know it: without columns that land and are dropped."""
        return replace(self, columns=tuple(c for c in self.columns if c.is_published))

    def column(self, name: str) -> Column:
        """Find a column by name.

        Raises:
            NotFoundError: if the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        known = [column.name for column in self.columns]
        raise NotFoundError(f"no column {name!r}; {advice(name, known)}")


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A data product as its owner promises it.

    Attributes:
        version: ``major.minor.patch``; the major is part of the address.
        status: ODCS status: ``draft``, ``active``, ``deprecated`` or ``retired``.
        owner: whom to ask.
        slos: service levels by ODCS property, as people read them.
        digest: SHA-256 of the normalised document that this was read from.
        rules: what the scan of the product's files looks for besides, and what it allows.
    """

    address: ProductAddress
    version: str
    status: str
    title: str
    description: str
    owner: str
    tables: tuple[Table, ...]
    write_mode: WriteMode = "replace-file"
    slos: Mapping[str, str] = field(default_factory=dict)
    sample_queries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    digest: str = ""
    rules: ScanRules = field(default_factory=ScanRules)

    def table(self, name: str | None = None) -> Table:
        """Find a table; the only one if no name is given.

        Raises:
            NotFoundError: if there is no such table, or several and none is named.
        """
        if name is None and len(self.tables) == 1:
            return self.tables[0]
        for table in self.tables:
            if table.name == name:
                return table
        known = [table.name or str(self.address) for table in self.tables]
        raise NotFoundError(f"{self.address} has no table {name!r}; {advice(str(name), known)}")

    def table_name(self, table: Table) -> str:
        """Name of the table in the governance catalogue."""
        return catalogue_table(self.address.product, self.address.major, table.name)

    def to_json(self) -> str:
        """Write the contract as one line of JSON that ``from_json`` reads."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote."""
        fields = json.loads(text)
        fields["address"] = ProductAddress(**fields["address"])
        fields["tables"] = tuple(_table(table) for table in fields["tables"])
        for name in ("sample_queries", "tags"):
            fields[name] = tuple(fields[name])
        # Contracts that were registered before they could add to the scan say nothing of it.
        fields["rules"] = ScanRules.from_dict(fields.get("rules", {}))
        return cls(**fields)


def _column(fields: dict[str, Any]) -> Column:
    # Contracts that were registered before columns could be de-identified say nothing of it.
    asked = fields.get("deidentify")
    changes = {
        "personal": tuple(fields["personal"]),
        "deidentify": Deidentification(**asked) if asked else None,
    }
    return Column(**(fields | changes))


def _table(fields: dict[str, Any]) -> Table:
    columns = tuple(map(_column, fields["columns"]))
    quality = tuple(QualityRule(**rule) for rule in fields["quality"])
    nulls = tuple(fields["null_values"])
    return Table(name=fields["name"], columns=columns, quality=quality, null_values=nulls)
