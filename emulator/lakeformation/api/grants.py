"""Granting and revoking, one by one and in batches."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.shapes import Shape, read_principal
from emulator.lakeformation.api.vetting import Request, read_request, require_existing, vet_grant
from emulator.lakeformation.engine.granting import orphans
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.resources import Columns, Resource
from emulator.lakeformation.sharing import require_to_share, share, unshare
from emulator.lakeformation.store import invalid

_BATCH = 20
_FILTERS_AT_ONCE = 10


def grant(call: Call) -> dict[str, Any]:
    """``GrantPermissions``."""
    _grant(call, call.parameters)
    return {}


def revoke(call: Call) -> dict[str, Any]:
    """``RevokePermissions``."""
    _revoke(call, call.parameters)
    return {}


def batch_grant(call: Call) -> dict[str, Any]:
    """``BatchGrantPermissions``: ``Failures`` lists what was not granted, the rest is."""
    filters: Counter[tuple[str, ...]] = Counter()

    def work(call: Call, entry: Shape) -> None:
        _count_filters(filters, entry)
        _grant(call, entry)

    return _batch(call, work)


def batch_revoke(call: Call) -> dict[str, Any]:
    """``BatchRevokePermissions``: ``Failures`` lists what was not revoked, the rest is."""
    return _batch(call, _revoke)


def _batch(call: Call, work: Callable[[Call, Shape], None]) -> dict[str, Any]:
    entries = call.parameters["Entries"]
    if len(entries) > _BATCH:
        raise invalid(f"A batch has at most {_BATCH} entries, got {len(entries)}.")
    if len({entry["Id"] for entry in entries}) < len(entries):
        raise invalid("Ids in a batch must differ.")
    failures = []
    for entry in entries:
        try:
            work(call, entry)
        except AwsError as error:
            failures.append({"RequestEntry": entry, "Error": _write_error(error)})
    return {"Failures": failures}


def _write_error(error: AwsError) -> Mapping[str, str]:
    return {"ErrorCode": error.code, "ErrorMessage": error.message}


def _count_filters(seen: Counter[tuple[str, ...]], entry: Shape) -> None:
    cells = (entry.get("Resource") or {}).get("DataCellsFilter")
    if not cells:
        return
    key = (read_principal(entry["Principal"]), cells["DatabaseName"], cells["TableName"])
    seen[key] += 1
    if seen[key] > _FILTERS_AT_ONCE:
        raise invalid(f"At most {_FILTERS_AT_ONCE} data cells filters of one table at once.")


def _grant(call: Call, entry: Shape) -> None:
    request = read_request(call, entry)
    vet_grant(call, request)
    lake, resource = request.lake, request.resource
    if request.grantor_account == lake.catalog:
        require_to_share(call, lake, request.principal, resource)
    held = _held(request, resource)
    if isinstance(request.resource, Columns) and not request.resource.excluding:
        names = request.resource.names | _names(held)
        resource = Columns(request.resource.table, names)
        if held is not None:
            lake.put_grant(replace(held, permissions=frozenset()))
    before = held or Grant(
        principal=request.principal,
        resource=resource,
        permissions=frozenset(),
        grantable=frozenset(),
        grantor_account=request.grantor_account,
        granted_by=request.grantor.arn,
        updated=datetime.now(UTC),
    )
    lake.put_grant(
        replace(
            before,
            resource=resource,
            permissions=before.permissions | request.permissions,
            grantable=before.grantable | request.grantable,
            granted_by=request.grantor.arn,
            updated=datetime.now(UTC),
        )
    )
    if request.grantor_account == lake.catalog:
        share(call.cloud, lake, request.principal, resource)


def _revoke(call: Call, entry: Shape) -> None:
    request = read_request(call, entry)
    require_existing(call, request)
    held = _held(request, request.resource)
    if held is None or not _takes_anything(request, held):
        raise invalid(
            "No permissions revoked. Grantee has no permissions and no grantable permissions "
            "on resource."
        )
    if isinstance(held.resource, Columns) and isinstance(request.resource, Columns):
        _revoke_columns(request, held, request.resource)
    else:
        _revoke_permissions(request, held)
    for orphan in orphans(request.lake):
        request.lake.put_grant(replace(orphan, permissions=frozenset()))
    unshare(call.cloud, request.lake, request.principal, request.resource)


def _revoke_permissions(request: Request, held: Grant) -> None:
    gone = held.permissions if "ALL" in request.permissions else request.permissions
    request.lake.put_grant(
        replace(
            held,
            permissions=held.permissions - gone,
            grantable=held.grantable - gone - request.grantable,
        )
    )


def _takes_anything(request: Request, held: Grant) -> bool:
    if isinstance(held.resource, Columns) and isinstance(request.resource, Columns):
        return bool(held.resource.names & request.resource.names) or held.resource.excluding
    taken = held.permissions & request.permissions or held.grantable & request.grantable
    return bool(taken) or "ALL" in request.permissions


def _revoke_columns(request: Request, held: Grant, columns: Columns) -> None:
    request.lake.put_grant(replace(held, permissions=frozenset()))
    left = _names(held) - columns.names
    if left and not columns.excluding:
        request.lake.put_grant(replace(held, resource=Columns(columns.table, left)))


def _held(request: Request, resource: Resource) -> Grant | None:
    """The grant that this one adds to or takes from; all including column lists are one."""
    for grant_ in request.lake.grants_of(request.principal):
        if grant_.grantor_account != request.grantor_account:
            continue
        if grant_.resource == resource:
            return grant_
        if _same_list(grant_.resource, resource):
            return grant_
    return None


def _same_list(held: object, wanted: object) -> bool:
    return (
        isinstance(held, Columns)
        and isinstance(wanted, Columns)
        and held.table == wanted.table
        and not held.excluding
        and not wanted.excluding
    )


def _names(held: Grant | None) -> frozenset[str]:
    return held.resource.names if held and isinstance(held.resource, Columns) else frozenset()
