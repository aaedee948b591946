"""Granting and revoking, one by one and in batches.

Source: Lake Formation developer guide, lf-permissions-reference (``ALL`` coexists with other
permissions: when it is revoked, they remain).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation.api.column_lists import add_columns, is_list, take_columns
from emulator.lakeformation.api.requests import Request, read_request
from emulator.lakeformation.api.shapes import Shape, read_principal
from emulator.lakeformation.api.vetting import require_existing, vet_grant
from emulator.lakeformation.engine.granting import orphans
from emulator.lakeformation.engine.grants import Grant
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
    if is_list(resource):
        add_columns(request, resource)
    else:
        _add(request)
    if request.grantor_account == lake.catalog:
        share(call.cloud, lake, request.principal, resource)


def _add(request: Request) -> None:
    held = _held(request)
    before = held or request.empty_grant(request.resource)
    request.lake.put_grant(
        replace(
            before,
            permissions=before.permissions | request.permissions,
            grantable=before.grantable | request.grantable,
            granted_by=request.grantor.arn,
            updated=datetime.now(UTC),
        )
    )


def _revoke(call: Call, entry: Shape) -> None:
    request = read_request(call, entry)
    require_existing(call, request)
    resource = request.resource
    taken = take_columns(request, resource) if is_list(resource) else _take(request)
    if not taken:
        raise invalid(
            "No permissions revoked. Grantee has no permissions and no grantable permissions "
            "on resource."
        )
    for orphan in orphans(request.lake):
        request.lake.put_grant(replace(orphan, permissions=frozenset()))
    unshare(call.cloud, request.lake, request.principal, resource)


def _take(request: Request) -> bool:
    """Take what is held of a revocation: ALL is one permission among the others."""
    held = _held(request)
    if held is None:
        return False
    left = replace(
        held,
        permissions=held.permissions - request.permissions,
        grantable=held.grantable - request.permissions - request.grantable,
    )
    request.lake.put_grant(left)
    return left != held


def _held(request: Request) -> Grant | None:
    return request.lake.grant(request.principal, request.resource, request.grantor_account)
