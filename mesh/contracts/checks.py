"""What the mesh asks of a contract beyond the standard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from mesh.contracts.binary import binary_faults
from mesh.contracts.deidentification import (
    deidentification_faults,
    rules_on_changed_columns,
)
from mesh.contracts.detecting import own_faults, own_kinds
from mesh.contracts.faults import Fault, Path
from mesh.contracts.model import CLASSIFICATIONS, Metric, Operator, WriteMode
from mesh.contracts.translation import custom_properties
from mesh.errors import advice
from mesh.naming.entities import ENTITIES

STATUSES = ("draft", "active", "deprecated", "retired")
TYPES = ("string", "int", "bigint", "double", "boolean", "date", "timestamp", "binary")
METRICS = tuple(metric for metric in get_args(Metric) if metric != "range")
_RESERVED = ("ctid", "oid", "xmin", "cmin", "xmax", "cmax", "tableoid", "insertxid", "deletexid",
             "importoid", "redcatuniqueid")  # fmt: skip


def check(
    document: Mapping[str, Any], domain: str, product: str | None, kinds: Sequence[str] = ()
) -> Iterator[Fault]:
    """Every fault against the mesh's rules; the document already has the standard's shape.

    Args:
        kinds: of personal data that mesh.yaml adds.
    """
    yield from _identity_faults(document, domain, product)
    yield from _promise_faults(document)
    yield from _custom_faults(document)
    tables = document.get("schema") or []
    if not tables:
        yield Fault(("schema",), "is missing; describe at least one table")
    known = (*ENTITIES, *kinds, *own_kinds(document))
    for index, table in enumerate(tables):
        yield from _table_faults(table, ("schema", index), known)


def _identity_faults(
    document: Mapping[str, Any], domain: str, product: str | None
) -> Iterator[Fault]:
    if not str(document.get("apiVersion", "")).startswith("v3."):
        yield Fault(("apiVersion",), "write v3.0.2 or another v3 version of the standard")
    if document.get("kind") != "DataContract":
        yield Fault(("kind",), "write DataContract")
    if not re.fullmatch(r"\d+\.\d+\.\d+", str(document.get("version", ""))):
        yield Fault(("version",), "write major.minor.patch, like 1.0.0")
    if document.get("domain") != domain:
        yield Fault(("domain",), f"write {domain}, the folder that holds the contract")
    name = str(document.get("dataProduct", ""))
    if product is not None and name != product:
        yield Fault(("dataProduct",), f"write {product}, as the file is called")
    elif not re.fullmatch(r"[a-z][a-z0-9-]{1,40}", name):
        yield Fault(("dataProduct",), "write a name in lower kebab case")
    if document.get("status") not in STATUSES:
        yield Fault(("status",), f"write one of {', '.join(STATUSES)}")


def _promise_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    for field in ("id", "name"):
        if not document.get(field):
            yield Fault((field,), "is missing; people find the product by it")
    if not (document.get("description") or {}).get("purpose"):
        yield Fault(("description", "purpose"), "is missing; say what the product is for")
    team = document.get("team")
    members = team.get("members") or [] if isinstance(team, Mapping) else team or []
    if not any(member.get("role") == "owner" and member.get("username") for member in members):
        yield Fault(("team", "members"), "name a member with role owner and a username")
    if not document.get("slaProperties"):
        yield Fault(("slaProperties",), "is missing; promise at least a frequency or a latency")
    for index, level in enumerate(document.get("slaProperties") or []):
        if not level.get("property"):
            missing = "is missing; name what is promised, like frequency"
            yield Fault(("slaProperties", index, "property"), missing)


def _custom_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    mode = custom_properties(document).get("writeMode", "replace-file")
    if mode not in get_args(WriteMode):
        yield Fault(
            ("customProperties",), f"writeMode: write one of {', '.join(get_args(WriteMode))}"
        )
    yield from _list_faults(document, "sampleQueries", ())
    yield from own_faults(document)


def _list_faults(part: Mapping[str, Any], name: str, path: Path) -> Iterator[Fault]:
    texts = custom_properties(part).get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        yield Fault((*path, "customProperties"), f"{name}: write a list of texts")


def _table_faults(table: Mapping[str, Any], path: Path, kinds: Sequence[str]) -> Iterator[Fault]:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", str(table.get("name", ""))):
        yield Fault((*path, "name"), "write a table name in lower case")
    if not table.get("description"):
        yield Fault((*path, "description"), "is missing; say what one row is")
    yield from _list_faults(table, "nullValues", path)
    columns = table.get("properties") or []
    if not columns:
        yield Fault((*path, "properties"), "is missing; describe at least one column")
    names: set[str] = set()
    for index, column in enumerate(columns):
        where = (*path, "properties", index)
        yield from _column_faults(column, where, kinds)
        name = str(column.get("name"))
        if name in names:
            yield Fault((*where, "name"), f"{name} is described twice; keep one")
        names.add(name)
    for index, rule in enumerate(table.get("quality") or []):
        yield from _quality_faults(rule, (*path, "quality", index), names)
    yield from rules_on_changed_columns(table, path)


def _column_faults(column: Mapping[str, Any], path: Path, kinds: Sequence[str]) -> Iterator[Fault]:
    name = str(column.get("name", ""))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        yield Fault((*path, "name"), "write a column name in lower snake case, not starting with _")
    elif name in _RESERVED:
        yield Fault((*path, "name"), f"{name} is reserved in row expressions; choose another name")
    written = str(column.get("physicalType", ""))
    if written not in TYPES and not re.fullmatch(r"decimal\(\d{1,2}, ?\d{1,2}\)", written):
        yield Fault(
            (*path, "physicalType"), f"{written!r} is no column type; {_type_advice(written)}"
        )
    if not column.get("description"):
        yield Fault((*path, "description"), "is missing; say what the column means")
    if column.get("classification") not in CLASSIFICATIONS:
        yield Fault((*path, "classification"), f"write one of {', '.join(CLASSIFICATIONS)}")
    yield from _personal_faults(column, path, kinds)
    yield from deidentification_faults(column, path)
    yield from binary_faults(column, path)
    for index, rule in enumerate(column.get("quality") or []):
        yield from _quality_faults(rule, (*path, "quality", index), {name})


def _type_advice(written: str) -> str:
    return advice(written.lower(), [*TYPES, "decimal(10,2)"])


def _personal_faults(
    column: Mapping[str, Any], path: Path, kinds: Sequence[str]
) -> Iterator[Fault]:
    entities = custom_properties(column).get("personalData", [])
    where = (*path, "customProperties")
    if not isinstance(entities, list):
        yield Fault(where, "personalData: write a list of entity types, like [EMAIL_ADDRESS]")
        return
    for entity in entities:
        if entity not in kinds:
            yield Fault(where, f"personalData: {entity!r} is unknown; {advice(entity, kinds)}")
    if entities and column.get("classification") not in {"confidential", "restricted"}:
        yield Fault((*path, "classification"), "personal data is confidential or restricted")


def _quality_faults(rule: Mapping[str, Any], path: Path, columns: set[str]) -> Iterator[Fault]:
    if not rule.get("name"):
        yield Fault((*path, "name"), "is missing; a refused file is told the rule by its name")
    if rule.get("metric") not in METRICS:
        yield Fault((*path, "metric"), f"write one of {', '.join(METRICS)}")
    if sum(rule.get(operator) is not None for operator in get_args(Operator)) != 1:
        yield Fault(path, f"write exactly one of {', '.join(get_args(Operator))}")
    for name in (rule.get("arguments") or {}).get("properties", []):
        if name not in columns:
            yield Fault((*path, "arguments"), f"no column {name!r}; {advice(name, columns)}")
