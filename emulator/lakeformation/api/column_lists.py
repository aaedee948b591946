"""Lists of columns that a principal was granted: they add up, and are taken column by column.

A column that was granted with grant option keeps it, whatever others are granted without: each list
is one grant, one of the columns that may be passed on and one of the others.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeGuard

from emulator.lakeformation.api.requests import Request
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.resources import Columns, Resource, Table

_SELECT = frozenset({"SELECT"})


def is_list(resource: Resource) -> TypeGuard[Columns]:
    """Whether a resource is a list that includes columns."""
    return isinstance(resource, Columns) and not resource.excluding


def add_columns(request: Request, columns: Columns) -> None:
    """Grant the columns of a list beside those that are held."""
    options = _options(request, columns.table)
    added = {name: options.get(name, False) or bool(request.grantable) for name in columns.names}
    _write(request, columns.table, options | added)


def take_columns(request: Request, columns: Columns) -> bool:
    """Revoke the columns of a list, or their grant option alone; whether there was any."""
    before = _options(request, columns.table)
    if request.permissions & _SELECT:
        after = {name: option for name, option in before.items() if name not in columns.names}
    else:
        after = {name: option and name not in columns.names for name, option in before.items()}
    if after == before:
        return False
    _write(request, columns.table, after)
    return True


def _options(request: Request, table: Table) -> dict[str, bool]:
    """By column that is held whether it is with grant option."""
    return {
        name: bool(grant.grantable) for grant, held in _lists(request, table) for name in held.names
    }


def _lists(request: Request, table: Table) -> list[tuple[Grant, Columns]]:
    return [
        (grant, grant.resource)
        for grant in request.lake.grants_of(request.principal)
        if grant.grantor_account == request.grantor_account
        and is_list(grant.resource)
        and grant.resource.table == table
    ]


def _write(request: Request, table: Table, options: Mapping[str, bool]) -> None:
    lists = _lists(request, table)
    for grant, _ in lists:
        request.lake.put_grant(replace(grant, permissions=frozenset()))
    unchanged = {grant.resource: grant for grant, _ in lists}
    for option in (True, False):
        names = frozenset(name for name, one in options.items() if one is option)
        if not names:
            continue
        grantable = _SELECT if option else frozenset()
        resource = Columns(table, names)
        held = unchanged.get(resource)
        if held is None or held.grantable != grantable:
            held = request.empty_grant(resource)
        request.lake.put_grant(replace(held, permissions=_SELECT, grantable=grantable))
