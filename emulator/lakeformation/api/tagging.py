"""What LF-tags are attached to: databases, tables and columns.

Source: Lake Formation developer guide, "Assigning LF-Tags to Data Catalog resources" (50 tags of a
resource). What was seen on AWS: a failure names the catalogue, and what carries no tags is left out
(https://github.com/getmoto/moto/blob/master/tests/test_lakeformation/test_resource_tags_integration.py);
a key that is named twice is refused
(https://github.com/hashicorp/terraform-provider-aws/issues/32172).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.shapes import read_resource
from emulator.lakeformation.api.tag_rights import require_ownership
from emulator.lakeformation.catalogue import columns_of, find_database, find_table
from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.lake import Lake, Tags
from emulator.lakeformation.engine.resources import (
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
_ON_ONE = 50
Place = Database | Table | tuple[Table, str]


def add_to_resource(call: Call) -> dict[str, Any]:
    """``AddLFTagsToResource``: a key that is there already gets the new value."""
    return {"Failures": _for_each_tag(call, _attach)}


def remove_from_resource(call: Call) -> dict[str, Any]:
    """``RemoveLFTagsFromResource``."""
    return {"Failures": _for_each_tag(call, _remove)}


def get_of_resource(call: Call) -> dict[str, Any]:
    """``GetResourceLFTags``: what counts, or with ``ShowAssignedLFTags`` what was attached."""
    lake, places = _places(call)
    database, table, columns = _lineage(call, places[0])
    if not call.parameters.get("ShowAssignedLFTags"):
        return tags_on(lake, database, table, columns)
    if table is None:
        return _shape(lake, tags_of(lake, database), {}, {})
    return _shape(
        lake, {}, lake.tags.get(table, {}), {c: lake.tags.get((table, c), {}) for c in columns}
    )


def tags_on(
    lake: Lake, database: Database, table: Table | None, columns: Iterable[str]
) -> dict[str, Any]:
    """What counts for a database, or for a table in it and for these of its columns."""
    if table is None:
        return _shape(lake, tags_of(lake, database), {}, {})
    on_columns = {c: tags_of(lake, table, c) for c in columns}
    return _shape(lake, tags_of(lake, database), tags_of(lake, table), on_columns)


def write_tags(lake: Lake, tags: Tags) -> list[dict[str, Any]]:
    """Write what a resource carries: one value of each key."""
    return [
        {"CatalogId": lake.catalog, "TagKey": key, "TagValues": [tags[key]]} for key in sorted(tags)
    ]


def _shape(
    lake: Lake, on_database: Tags, on_table: Tags, on_columns: Mapping[str, Tags]
) -> dict[str, Any]:
    tagged = [
        {"Name": column, "LFTags": write_tags(lake, tags)}
        for column, tags in on_columns.items()
        if tags
    ]
    written = {
        "LFTagOnDatabase": write_tags(lake, on_database),
        "LFTagsOnTable": write_tags(lake, on_table),
        "LFTagsOnColumns": tagged,
    }
    return {where: tags for where, tags in written.items() if tags}


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
    if len({tag["TagKey"].lower() for tag in wanted}) < len(wanted):
        raise invalid("Provided list of tags contains duplicate tag key")
    failures: list[Mapping[str, Any]] = []
    for tag in wanted:
        try:
            key, value = _one_value(lake, tag)
            _require_to_attach(call, lake, TagKey(lake.catalog, key, frozenset({value})))
            for place in places:
                change(lake.tags.setdefault(place, {}), key, value)
        except AwsError as error:
            details = {"ErrorCode": error.code, "ErrorMessage": error.message}
            failures.append({"LFTag": {"CatalogId": lake.catalog, **tag}, "Error": details})
    return failures


def _require_to_attach(call: Call, lake: Lake, tag: TagKey) -> None:
    if not decide(lake, subject_of(call.principal), "ASSOCIATE", tag):
        raise not_authorised()


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
        return lake, [
            (table, column) for column in sorted(resource.choose(frozenset(columns_of(found))))
        ]
    return lake, [table]


def _seen(resource: Resource) -> Resource:
    return resource.table if isinstance(resource, Columns) else resource


def _one_value(lake: Lake, tag: Mapping[str, Any]) -> tuple[str, str]:
    key, values = tag["TagKey"].lower(), [v.lower() for v in tag["TagValues"]]
    if len(values) != 1:
        raise invalid(f"A resource carries one value of {key}, got {len(values)}.")
    if values[0] not in lake.tag_keys.get(key, ()):
        raise missing("Tag or tag value does not exist.")
    return key, values[0]


def _attach(tags: Tags, key: str, value: str) -> None:
    if key not in tags and len(tags) >= _ON_ONE:
        raise invalid(f"A resource carries at most {_ON_ONE} LF-tags.")
    tags[key] = value


def _remove(tags: Tags, key: str, value: str) -> None:
    if tags.get(key) == value:
        del tags[key]
