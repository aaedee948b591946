"""From an ODCS document to the mesh's contract. The document has been checked."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from mesh.contracts.model import Column, Contract, Deidentification, Operator, QualityRule, Table
from mesh.naming import ProductAddress
from mesh.naming.rules import ScanRules

_ROW_METRICS = ("nullValues", "missingValues", "invalidValues")


def custom_properties(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part's custom properties by name."""
    return {
        entry["property"]: entry.get("value")
        for entry in part.get("customProperties") or []
        if entry.get("property")
    }


def to_contract(document: Mapping[str, Any]) -> Contract:
    """Translate a checked document; its digest is for the caller to add."""
    major = int(document["version"].split(".")[0])
    several = len(document["schema"]) > 1
    custom = custom_properties(document)
    return Contract(
        address=ProductAddress(document["domain"], document["dataProduct"], major),
        version=document["version"],
        status=document["status"],
        title=document["name"],
        description=_description(document["description"]),
        owner=_owner(document["team"]),
        tables=tuple(_table(table, several=several) for table in document["schema"]),
        write_mode=custom.get("writeMode", "replace-file"),
        slos={entry["property"]: _service_level(entry) for entry in document["slaProperties"]},
        sample_queries=tuple(custom.get("sampleQueries", ())),
        tags=tuple(document.get("tags") or ()),
        rules=ScanRules.from_dict(
            {"detectors": custom.get("detectors", ()), "allow": custom.get("allow", ())}
        ),
    )


def _description(parts: Mapping[str, Any]) -> str:
    return " ".join(
        str(parts[part]).strip() for part in ("purpose", "usage", "limitations") if parts.get(part)
    )


def _owner(team: Any) -> str:  # noqa: ANN401 - the standard allows two shapes
    members = team["members"] if isinstance(team, Mapping) else team
    return str(next(member["username"] for member in members if member.get("role") == "owner"))


def _service_level(entry: Mapping[str, Any]) -> str:
    return f"{entry.get('value')} {entry.get('unit') or ''}".strip()


def _table(table: Mapping[str, Any], *, several: bool) -> Table:
    custom = custom_properties(table)
    return Table(
        name=table["name"] if several else None,
        columns=tuple(_column(column) for column in table["properties"]),
        quality=tuple(_quality(table)),
        null_values=tuple(custom.get("nullValues", ("",))),
    )


def _column(column: Mapping[str, Any]) -> Column:
    custom = custom_properties(column)
    return Column(
        name=column["name"],
        type=column["physicalType"].replace(" ", ""),
        description=column["description"],
        required=bool(column.get("required")),
        unique=bool(column.get("unique")),
        unit=custom.get("unit"),
        classification=column["classification"],
        personal=tuple(custom.get("personalData", ())),
        deidentify=Deidentification(**custom["deidentify"]) if "deidentify" in custom else None,
        opaque=custom.get("opaque", ""),
    )


def _quality(table: Mapping[str, Any]) -> Iterator[QualityRule]:
    for column in table["properties"]:
        yield from _implied(column)
        yield from (_rule(rule, column["name"]) for rule in column.get("quality") or [])
    yield from (_rule(rule, None) for rule in table.get("quality") or [])


def _implied(column: Mapping[str, Any]) -> Iterator[QualityRule]:
    """Rules that a column's own words imply."""
    name = column["name"]
    if column.get("required"):
        yield _never(f"{name} is never null", "nullValues", name, {})
    if column.get("unique"):
        yield _never(f"{name} is unique", "duplicateValues", name, {})
    options = column.get("logicalTypeOptions") or {}
    bounds = {key: options[key] for key in ("minimum", "maximum") if key in options}
    if bounds:
        yield _never(f"{name} is in range", "range", name, bounds)
    if "pattern" in options:
        pattern = {"pattern": options["pattern"]}
        yield _never(f"{name} has its format", "invalidValues", name, pattern)


def _never(name: str, metric: Any, column: str, parameters: Mapping[str, Any]) -> QualityRule:  # noqa: ANN401 - a literal
    return QualityRule(
        name=name,
        kind="table" if metric == "duplicateValues" else "row",
        metric=metric,
        column=column,
        parameters=parameters,
        operator="mustBe",
        value=0,
    )


def _rule(rule: Mapping[str, Any], column: str | None) -> QualityRule:
    operator = next(name for name in get_args(Operator) if rule.get(name) is not None)
    return QualityRule(
        name=rule["name"],
        kind="row" if column and rule["metric"] in _ROW_METRICS else "table",
        metric=rule["metric"],
        column=column,
        parameters=rule.get("arguments") or {},
        operator=operator,
        value=rule[operator],
        unit="percent" if rule.get("unit") == "percent" else "rows",
    )
