"""Registered locations: the prefixes in S3 for which Lake Formation vends a role's credentials.

Source: Lake Formation API reference, RegisterResource, UpdateResource, ResourceInfo; developer
guide, "Hybrid access mode" and "Converting a Lake Formation resource to a hybrid resource" (what is
registered with the service-linked role is not updated). Assumed: UpdateResource keeps the mode that
it does not mention, and privileged access is DATA_LOCATION_ACCESS with grant option.
"""

import re
from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.lakeformation import linked_role
from emulator.lakeformation.api.conditions import holds
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.api.verifying import verify
from emulator.lakeformation.catalogue import is_iam_principal
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import Lake, Registration
from emulator.lakeformation.engine.resources import Location
from emulator.lakeformation.store import invalid, lake_of, missing


def register(call: Call) -> dict[str, Any]:
    """``RegisterResource``: with a role of one's own, or with the service-linked role."""
    lake, arn = lake_of(call.cloud, call.account), _arn(call)
    if arn in lake.registrations:
        raise AwsError("AlreadyExistsException", "Resource is already registered")
    linked, role = bool(call.parameters.get("UseServiceLinkedRole")), call.parameters.get("RoleArn")
    if linked == bool(role):
        raise invalid("Exactly one of RoleArn and UseServiceLinkedRole must be given.")
    if linked:
        linked_role.require_to_use(call)
        lake.registrations[arn] = _registration(call, arn, linked_role.arn_of(call.account))
        linked_role.let_read(call.cloud, lake)
    else:
        lake.registrations[arn] = _registration(call, arn, _existing(call, str(role)))
    if call.parameters.get("WithPrivilegedAccess"):
        _give_location(call, lake, arn)
    return {}


def update(call: Call) -> dict[str, Any]:
    """``UpdateResource``: another role, or another mode; not of the service-linked role's paths."""
    lake, arn = lake_of(call.cloud, call.account), _arn(call)
    before, role = _registered(lake, arn), _existing(call, call.parameters["RoleArn"])
    if before.role_arn == linked_role.arn_of(call.account):
        raise invalid(
            f"{arn} is registered with the service-linked role and cannot be updated: deregister "
            "it, and register it with a role of your own."
        )
    lake.registrations[arn] = _registration(call, arn, role, before)
    return {}


def deregister(call: Call) -> dict[str, Any]:
    """``DeregisterResource``: from now on nothing is vended there."""
    lake, arn = lake_of(call.cloud, call.account), _arn(call)
    before = _registered(lake, arn)
    del lake.registrations[arn]
    if before.role_arn == linked_role.arn_of(call.account):
        linked_role.let_read(call.cloud, lake)
    return {}


def describe(call: Call) -> dict[str, Any]:
    """``DescribeResource``."""
    lake = lake_of(call.cloud, call.account)
    return {"ResourceInfo": _write(call, _registered(lake, _arn(call)))}


def list_resources(call: Call) -> dict[str, Any]:
    """``ListResources``: all, or those for which every condition holds."""
    conditions = call.parameters.get("FilterConditionList") or ()
    registrations = lake_of(call.cloud, call.account).registrations
    listed = [each for _, each in sorted(registrations.items()) if holds(each, conditions)]
    shapes = [_write(call, each) for each in listed]
    return page(call, "ResourceInfoList", shapes)


def _arn(call: Call) -> str:
    arn: str = call.parameters["ResourceArn"]
    if not re.fullmatch(r"arn:aws:s3:::[a-z0-9][a-z0-9.-]{2,62}(/.*)?", arn):
        raise invalid(f"Only locations in S3 can be registered, got {arn}.")
    return arn.rstrip("/")


def _existing(call: Call, role: str) -> str:
    if not is_iam_principal(call.cloud, role) or ":role/" not in role:
        raise invalid(f"Invalid role, arn: {role}")
    return role


def _registration(
    call: Call, arn: str, role: str, before: Registration | None = None
) -> Registration:
    return Registration(
        arn=arn,
        role_arn=role,
        with_federation=_flag(
            call, "WithFederation", before is not None and before.with_federation
        ),
        hybrid=_flag(call, "HybridAccessEnabled", before is not None and before.hybrid),
        modified=datetime.now(UTC),
    )


def _give_location(call: Call, lake: Lake, arn: str) -> None:
    permission, caller = frozenset({"DATA_LOCATION_ACCESS"}), call.principal.policy_arn
    lake.put_grant(
        Grant(
            principal=caller,
            resource=Location(lake.catalog, arn),
            permissions=permission,
            grantable=permission,
            grantor_account=lake.catalog,
            granted_by=caller,
            updated=datetime.now(UTC),
        )
    )


def _flag(call: Call, name: str, before: bool) -> bool:  # noqa: FBT001 - the value it had
    wanted = call.parameters.get(name)
    return before if wanted is None else bool(wanted)


def _registered(lake: Lake, arn: str) -> Registration:
    if arn not in lake.registrations:
        raise missing(f"Resource {arn} is not registered")
    return lake.registrations[arn]


def _write(call: Call, registration: Registration) -> dict[str, Any]:
    return {
        "ResourceArn": registration.arn,
        "RoleArn": registration.role_arn,
        "LastModified": registration.modified,
        "WithFederation": registration.with_federation,
        "HybridAccessEnabled": registration.hybrid,
        "VerificationStatus": verify(call.cloud, registration),
    }
