"""Expressions of LF-tags that are saved under a name, for many grants to name.

Sources: Lake Formation developer guide, "Managing LF-Tag expressions for metadata access control"
and the pages below it (who may do what, 1,000 expressions, 50 keys); API reference,
"UpdateLFTagExpression" (changes what grants on it reach) and "DeleteLFTagExpression" (deletes
them). Assumed: a name that is taken is an invalid input, as no other error is documented for it.
"""

from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.shapes import read_expression, write_expression
from emulator.lakeformation.api.tag_rights import give_to_creator
from emulator.lakeformation.api.vetting import require_tag
from emulator.lakeformation.engine.decision import decide, is_admin
from emulator.lakeformation.engine.lake import Lake, Saved
from emulator.lakeformation.engine.resources import Catalog, SavedExpression, TagKey
from emulator.lakeformation.store import (
    catalog_named,
    invalid,
    lake_of,
    missing,
    not_authorised,
    subject_of,
)

_SAVED = 1000
_KEYS = 50


def create(call: Call) -> dict[str, Any]:
    """``CreateLFTagExpression``: who makes it may change, drop and use it."""
    lake, name = _lake(call), call.parameters["Name"]
    _require(call, lake, "CREATE_LF_TAG_EXPRESSION", Catalog(lake.catalog))
    if name in lake.expressions:
        raise invalid(f"LF-Tag expression {name} already exists.")
    if len(lake.expressions) >= _SAVED:
        reason = f"An account has at most {_SAVED} LF-Tag expressions."
        raise AwsError("ResourceNumberLimitExceededException", reason)
    lake.expressions[name] = _read(call, lake)
    give_to_creator(call, lake, SavedExpression(lake.catalog, name))
    return {}


def update(call: Call) -> dict[str, Any]:
    """``UpdateLFTagExpression``: every grant that names it reaches from now on what it says now."""
    lake, name = _lake(call), call.parameters["Name"]
    before = _existing(call, lake, name, "ALTER")
    lake.expressions[name] = _read(call, lake, before.description)
    return {}


def delete(call: Call) -> dict[str, Any]:
    """``DeleteLFTagExpression``: the grants that name it go with it."""
    lake, name = _lake(call), call.parameters["Name"]
    _existing(call, lake, name, "DROP")
    lake.forget_expression(SavedExpression(lake.catalog, name))
    return {}


def get(call: Call) -> dict[str, Any]:
    """``GetLFTagExpression``."""
    lake, name = _lake(call), call.parameters["Name"]
    return _write(lake, name, _existing(call, lake, name, "DESCRIBE"))


def list_expressions(call: Call) -> dict[str, Any]:
    """``ListLFTagExpressions``: those that the caller may see."""
    lake, subject = _lake(call), subject_of(call.principal)
    seen = [
        _write(lake, name, saved)
        for name, saved in sorted(lake.expressions.items())
        if decide(lake, subject, "DESCRIBE", SavedExpression(lake.catalog, name))
    ]
    return page(call, "LFTagExpressions", seen)


def _read(call: Call, lake: Lake, description: str = "") -> Saved:
    body = read_expression(call.parameters["Expression"])
    if not 0 < len(body) <= _KEYS:
        raise invalid(f"An LF-Tag expression has 1 to {_KEYS} keys, got {len(body)}.")
    for key, values in sorted(body):
        require_tag(lake, key, values)
        tag = TagKey(lake.catalog, key, values)
        _require(call, lake, "GRANT_WITH_LF_TAG_EXPRESSION", tag)
    return Saved(body=body, description=call.parameters.get("Description", description))


def _existing(call: Call, lake: Lake, name: str, permission: str) -> Saved:
    if name not in lake.expressions:
        # Who could not see it anyway is not told whether it is there.
        if is_admin(lake, subject_of(call.principal)):
            raise missing(f"LF-Tag expression {name} not found.")
        raise not_authorised()
    _require(call, lake, permission, SavedExpression(lake.catalog, name))
    return lake.expressions[name]


def _require(
    call: Call, lake: Lake, permission: str, resource: Catalog | SavedExpression | TagKey
) -> None:
    if not decide(lake, subject_of(call.principal), permission, resource):
        raise not_authorised()


def _lake(call: Call) -> Lake:
    return lake_of(call.cloud, catalog_named(call))


def _write(lake: Lake, name: str, saved: Saved) -> dict[str, Any]:
    return {
        "CatalogId": lake.catalog,
        "Name": name,
        "Description": saved.description,
        "Expression": write_expression(saved.body),
    }
