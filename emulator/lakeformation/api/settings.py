"""Data lake settings: who administers, and what a new database or table is given."""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.accounts import is_account_id
from emulator.api import Call
from emulator.lakeformation.api.shapes import read_principal
from emulator.lakeformation.catalogue import is_iam_principal
from emulator.lakeformation.engine.settings import External, Settings
from emulator.lakeformation.store import (
    catalog_named,
    invalid,
    lake_of,
    not_authorised,
    subject_of,
)

_MOST_ADMINS = 30
_VERSIONS = frozenset("12345")
_PARAMETERS = frozenset({"CROSS_ACCOUNT_VERSION", "SET_SOURCE_IDENTITY"})
Defaults = tuple[tuple[str, frozenset[str]], ...]


def get_settings(call: Call) -> dict[str, Any]:
    """``GetDataLakeSettings``."""
    if catalog_named(call) != call.account:
        raise not_authorised()
    settings = lake_of(call.cloud, call.account).settings
    return {
        "DataLakeSettings": {
            "DataLakeAdmins": _write_principals(settings.admins),
            "ReadOnlyAdmins": _write_principals(settings.read_only_admins),
            "CreateDatabaseDefaultPermissions": _write_defaults(settings.database_defaults),
            "CreateTableDefaultPermissions": _write_defaults(settings.table_defaults),
            "Parameters": dict(settings.parameters),
            "TrustedResourceOwners": list(settings.trusted_owners),
            **_write_external(settings.external),
        }
    }


def put_settings(call: Call) -> dict[str, Any]:
    """``PutDataLakeSettings``: replaces all of them; what is left out is gone."""
    lake = lake_of(call.cloud, call.account)
    if catalog_named(call) != call.account:
        raise not_authorised()
    # Without an administrator whoever IAM lets in is the first; with one, nobody else comes in.
    if lake.settings.admins and subject_of(call.principal).arn not in lake.settings.admins:
        raise not_authorised()
    lake.settings = _read(call, call.parameters["DataLakeSettings"])
    return {}


def read_defaults(entries: Iterable[Mapping[str, Any]]) -> Defaults:
    """Read default permissions of settings, or of a database."""
    return tuple(
        (read_principal(entry.get("Principal") or {}), frozenset(entry.get("Permissions") or ()))
        for entry in entries
    )


def _read(call: Call, wanted: Mapping[str, Any]) -> Settings:
    parameters = {str(k): str(v) for k, v in (wanted.get("Parameters") or {}).items()}
    if unknown := sorted(parameters.keys() - _PARAMETERS):
        raise invalid(f"Unknown data lake parameter: {', '.join(unknown)}.")
    version = parameters.get("CROSS_ACCOUNT_VERSION", "1")
    if version not in _VERSIONS:
        raise invalid(f"CROSS_ACCOUNT_VERSION must be one of 1 to 5, got {version!r}.")
    return Settings(
        admins=_admins(call, wanted.get("DataLakeAdmins") or ()),
        read_only_admins=_admins(call, wanted.get("ReadOnlyAdmins") or ()),
        database_defaults=read_defaults(wanted.get("CreateDatabaseDefaultPermissions") or ()),
        table_defaults=read_defaults(wanted.get("CreateTableDefaultPermissions") or ()),
        cross_account_version=int(version),
        parameters=tuple(sorted(({"CROSS_ACCOUNT_VERSION": "1"} | parameters).items())),
        external=_read_external(wanted),
        trusted_owners=_accounts("TrustedResourceOwners", wanted.get("TrustedResourceOwners")),
    )


def _read_external(wanted: Mapping[str, Any]) -> External:
    listed = wanted.get("ExternalDataFilteringAllowList") or ()
    return External(
        filtering=bool(wanted.get("AllowExternalDataFiltering")),
        accounts=_accounts("ExternalDataFilteringAllowList", map(read_principal, listed)),
        session_tags=tuple(wanted.get("AuthorizedSessionTagValueList") or ()),
        full_tables=bool(wanted.get("AllowFullTableExternalDataAccess")),
    )


def _write_external(external: External) -> dict[str, Any]:
    return {
        "AllowExternalDataFiltering": external.filtering,
        "ExternalDataFilteringAllowList": _write_principals(external.accounts),
        "AuthorizedSessionTagValueList": list(external.session_tags),
        "AllowFullTableExternalDataAccess": external.full_tables,
    }


def _accounts(name: str, listed: Iterable[str] | None) -> tuple[str, ...]:
    accounts = tuple(listed or ())
    if wrong := [account for account in accounts if not is_account_id(account)]:
        raise invalid(f"{name} takes account ids of 12 digits, got {', '.join(wrong)}.")
    return accounts


def _admins(call: Call, entries: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    admins = frozenset(read_principal(entry) for entry in entries)
    if len(admins) > _MOST_ADMINS:
        raise invalid(f"At most {_MOST_ADMINS} administrators can be named, got {len(admins)}.")
    for arn in sorted(admins):
        if not is_iam_principal(call.cloud, arn):
            raise invalid(f"Invalid principal, arn: {arn}")
    return admins


def _write_principals(arns: Iterable[str]) -> list[dict[str, str]]:
    return [{"DataLakePrincipalIdentifier": arn} for arn in sorted(arns)]


def _write_defaults(defaults: Defaults) -> list[dict[str, Any]]:
    return [
        {"Principal": {"DataLakePrincipalIdentifier": who}, "Permissions": sorted(what)}
        for who, what in defaults
    ]
