"""LF-tags: their keys and values, and what they are attached to."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.shapes import read_resource
from emulator.lakeformation.api.tag_rights import (
    give_to_creator,
    require_ownership,
    widen_for_creator,
)
from emulator.lakeformation.catalogue import columns_of, find_database, find_table
from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.lake import Lake, Tags
from emulator.lakeformation.engine.resources import (
    Catalog,
    Columns,
    Database,
    Resource,
    Table,
    TagKey,
    catalog_of,
)
from emulator.lakeformation.engine.tags import tags_of
from emulator.lakeformation.store import (
    catalog_named,
    invalid,
    lake_of,
    missing,
    not_authorised,
    subject_of,
)

_AT_ONCE = 50
_VALUES = 1000
Place = Database | Table | tuple[Table, str]


def create(call: Call) -> dict[str, Any]:
    """``CreateLFTag``: keys and values are kept in lower case."""
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    _require(call, lake, "CREATE_LF_TAG", Catalog(lake.catalog))
    if key in lake.tag_keys:
        raise AwsError("AlreadyExistsException", f"Tag key {key} already exists.")
    lake.tag_keys[key] = _values(call.parameters["TagValues"])
    give_to_creator(call, lake, TagKey(lake.catalog, key, lake.tag_keys[key]))
    return {}


def update(call: Call) -> dict[str, Any]:
    """``UpdateLFTag``: a value in use cannot be taken away."""
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    values = _existing(lake, key)
    _require(call, lake, "ALTER", TagKey(lake.catalog, key, values))
    gone = frozenset(v.lower() for v in call.parameters.get("TagValuesToDelete") or ())
    if used := sorted({tags[key] for tags in lake.tags.values() if tags.get(key) in gone}):
        raise invalid(f"Update not allowed: LF-tag {key} is assigned with {', '.join(used)}.")
    added = call.parameters.get("TagValuesToAdd") or ()
    if not 0 < len((values - gone) | frozenset(added)) <= _VALUES:
        raise invalid(f"An LF-tag has 1 to {_VALUES} values.")
    lake.tag_keys[key] = (values - gone) | (_values(added) if added else frozenset())
    widen_for_creator(lake, TagKey(lake.catalog, key, values), lake.tag_keys[key])
    return {}


def delete(call: Call) -> dict[str, Any]:
    """``DeleteLFTag``: the tag leaves everything that carries it."""
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    _require(call, lake, "DROP", TagKey(lake.catalog, key, _existing(lake, key)))
    del lake.tag_keys[key]
    for tags in lake.tags.values():
        tags.pop(key, None)
    return {}


def get(call: Call) -> dict[str, Any]:
    """``GetLFTag``."""
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    values = _existing(lake, key)
    _require(call, lake, "DESCRIBE", TagKey(lake.catalog, key, values))
    return _write(lake, key, values)


def list_tags(call: Call) -> dict[str, Any]:
    """``ListLFTags``: those that the caller may see."""
    lake, subject = _lake(call), subject_of(call.principal)
    seen = [
        _write(lake, key, values)
        for key, values in sorted(lake.tag_keys.items())
        if decide(lake, subject, "DESCRIBE", TagKey(lake.catalog, key, values))
    ]
    return page(call, "LFTags", seen)


def add_to_resource(call: Call) -> dict[str, Any]:
    """``AddLFTagsToResource``: a key that is there already gets the new value."""
    return {"Failures": _for_each_tag(call, lambda tags, key, value: tags.update({key: value}))}


def remove_from_resource(call: Call) -> dict[str, Any]:
    """``RemoveLFTagsFromResource``."""
    return {"Failures": _for_each_tag(call, _remove)}


def get_of_resource(call: Call) -> dict[str, Any]:
    """``GetResourceLFTags``: what counts, or with ``ShowAssignedLFTags`` what was attached."""
    lake, places = _places(call)
    first = places[0]
    database, table, columns = _lineage(call, first)
    if not call.parameters.get("ShowAssignedLFTags"):
        return tags_on(lake, database, table, columns)
    if table is None:
        return {"LFTagOnDatabase": write_tags(lake, tags_of(lake, database))}
    return {
        "LFTagOnDatabase": [],
        "LFTagsOnTable": write_tags(lake, lake.tags.get(table, {})),
        "LFTagsOnColumns": _on_columns(lake, {c: lake.tags.get((table, c), {}) for c in columns}),
    }


def tags_on(
    lake: Lake, database: Database, table: Table | None, columns: Iterable[str]
) -> dict[str, Any]:
    """What counts for a database, or for a table in it and for these of its columns."""
    shape: dict[str, Any] = {"LFTagOnDatabase": write_tags(lake, tags_of(lake, database))}
    if table is not None:
        shape["LFTagsOnTable"] = write_tags(lake, tags_of(lake, table))
        shape["LFTagsOnColumns"] = _on_columns(lake, {c: tags_of(lake, table, c) for c in columns})
    return shape


def write_tags(lake: Lake, tags: Tags) -> list[dict[str, Any]]:
    """Write what a resource carries: one value of each key."""
    return [_write(lake, key, frozenset({tags[key]})) for key in sorted(tags)]


def _on_columns(lake: Lake, tags: Mapping[str, Tags]) -> list[dict[str, Any]]:
    return [{"Name": c, "LFTags": write_tags(lake, found)} for c, found in tags.items() if found]


def _lineage(call: Call, place: Place) -> tuple[Database, Table | None, Iterable[str]]:
    if isinstance(place, Database):
        return place, None, ()
    if isinstance(place, tuple):
        return place[0].parent, place[0], (place[1],)
    return place.parent, place, columns_of(find_table(call.cloud, place) or {})


def _for_each_tag(
    call: Call, change: Callable[[Tags, str, str], object]
) -> list[Mapping[str, Any]]:
    lake, places = _places(call)
    require_ownership(call, lake, (p[0] if isinstance(p, tuple) else p for p in places))
    wanted = call.parameters["LFTags"]
    if len(wanted) > _AT_ONCE:
        raise invalid(f"At most {_AT_ONCE} LF-tags at once, got {len(wanted)}.")
    failures: list[Mapping[str, Any]] = []
    for tag in wanted:
        try:
            key, value = _one_value(lake, tag)
            _require(call, lake, "ASSOCIATE", TagKey(lake.catalog, key, frozenset({value})))
        except AwsError as error:
            details = {"ErrorCode": error.code, "ErrorMessage": error.message}
            failures.append({"LFTag": tag, "Error": details})
            continue
        for place in places:
            change(lake.tags.setdefault(place, {}), key, value)
    return failures


def _places(call: Call) -> tuple[Lake, list[Place]]:
    resource = read_resource(call.parameters["Resource"], catalog_named(call))
    lake = lake_of(call.cloud, catalog_of(resource))
    subject = subject_of(call.principal)
    if not decide(lake, subject, "DESCRIBE", _seen(resource)):
        raise not_authorised()
    if isinstance(resource, Database):
        if find_database(call.cloud, resource) is None:
            raise missing(f"Database {resource.name} not found.")
        return lake, [resource]
    table = resource.table if isinstance(resource, Columns) else resource
    if not isinstance(table, Table):
        raise invalid("LF-tags are attached to databases, tables and columns.")
    found = find_table(call.cloud, table)
    if found is None:
        raise missing(f"Table {table.name} not found.")
    if isinstance(resource, Columns):
        if unknown := sorted(resource.names - set(columns_of(found))):
            raise invalid(f"Table {table.name} has no column {', '.join(unknown)}.")
        return lake, [(table, column) for column in sorted(resource.choose(columns_of(found)))]
    return lake, [table]


def _seen(resource: Resource) -> Resource:
    return resource.table if isinstance(resource, Columns) else resource


def _one_value(lake: Lake, tag: Mapping[str, Any]) -> tuple[str, str]:
    key, values = tag["TagKey"].lower(), [v.lower() for v in tag["TagValues"]]
    if len(values) != 1:
        raise invalid(f"A resource carries one value of {key}, got {len(values)}.")
    if values[0] not in _existing(lake, key):
        raise missing(f"LF-tag {key} has no value {values[0]}.")
    return key, values[0]


def _remove(tags: Tags, key: str, value: str) -> None:
    if tags.get(key) != value:
        return
    del tags[key]


def _values(values: Iterable[str]) -> frozenset[str]:
    lowered = frozenset(v.lower() for v in values)
    if not lowered or len(lowered) > _AT_ONCE:
        raise invalid(f"A call takes 1 to {_AT_ONCE} values of an LF-tag.")
    return lowered


def _existing(lake: Lake, key: str) -> frozenset[str]:
    if key not in lake.tag_keys:
        raise missing(f"Tag key {key} not found.")
    return lake.tag_keys[key]


def _require(call: Call, lake: Lake, permission: str, resource: TagKey | Catalog) -> None:
    if not decide(lake, subject_of(call.principal), permission, resource):
        raise not_authorised()


def _lake(call: Call) -> Lake:
    return lake_of(call.cloud, catalog_named(call))


def _write(lake: Lake, key: str, values: frozenset[str]) -> dict[str, Any]:
    return {"CatalogId": lake.catalog, "TagKey": key, "TagValues": sorted(values)}
