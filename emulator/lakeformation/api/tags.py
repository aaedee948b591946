"""LF-tags: their keys and values.

Source: Lake Formation API reference, "LFTag"; developer guide, "Lake Formation tag-based access
control considerations" (1,000 tags of an account, 1,000 values of a tag).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.tag_rights import (
    give_to_creator,
    widen_for_creator,
)
from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.resources import Catalog, Resource, TagKey, TagPolicy
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
_KEYS = 1000


def create(call: Call) -> dict[str, Any]:
    """``CreateLFTag``: keys and values are kept in lower case."""
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    _require(call, lake, "CREATE_LF_TAG", Catalog(lake.catalog))
    if key in lake.tag_keys:
        raise AwsError("AlreadyExistsException", f"Tag key {key} already exists.")
    if len(lake.tag_keys) >= _KEYS:
        reason = f"An account has at most {_KEYS} LF-tags."
        raise AwsError("ResourceNumberLimitExceededException", reason)
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
    """``DeleteLFTag``: the tag leaves everything that carries it, and what it gave is void.

    Source: Lake Formation developer guide, TBAC-deleting-tags.
    """
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    _require(call, lake, "DROP", TagKey(lake.catalog, key, _existing(lake, key)))
    del lake.tag_keys[key]
    for tags in lake.tags.values():
        tags.pop(key, None)
    for held in [grant for grant in lake.grants() if _names(grant.resource, key)]:
        lake.put_grant(replace(held, permissions=frozenset()))
    return {}


def get(call: Call) -> dict[str, Any]:
    """``GetLFTag``: with the values that the caller may see."""
    lake, key = _lake(call), call.parameters["TagKey"].lower()
    _existing(lake, key)
    seen = _seen(call, lake, key)
    if not seen:
        raise not_authorised()
    return _write(lake, key, seen)


def list_tags(call: Call) -> dict[str, Any]:
    """``ListLFTags``: the tags and values that the caller may see."""
    lake = _lake(call)
    seen = ((key, _seen(call, lake, key)) for key in sorted(lake.tag_keys))
    return page(call, "LFTags", [_write(lake, key, values) for key, values in seen if values])


def _names(resource: Resource, key: str) -> bool:
    if isinstance(resource, TagPolicy):
        return any(named == key for named, _ in resource.expression)
    return isinstance(resource, TagKey) and resource.key == key


def _seen(call: Call, lake: Lake, key: str) -> frozenset[str]:
    """Values that the caller may see: lake-formation developer guide, TBAC-listing-tags."""
    subject, values = subject_of(call.principal), lake.tag_keys[key]
    if decide(lake, subject, "DESCRIBE", TagKey(lake.catalog, key, values)):
        return values
    each = (TagKey(lake.catalog, key, frozenset({value})) for value in values)
    return frozenset().union(
        *(one.values for one in each if decide(lake, subject, "DESCRIBE", one))
    )


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
