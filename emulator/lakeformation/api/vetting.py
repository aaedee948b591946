"""What is checked before a grant is made, in the order in which AWS tells."""

from dataclasses import dataclass

from emulator.api import Call
from emulator.lakeformation.api.beside_iam import can_share_beside_iam
from emulator.lakeformation.api.shapes import Shape, account_of, read_principal, read_resource
from emulator.lakeformation.catalogue import (
    GlueShape,
    columns_of,
    find_database,
    find_table,
    principal_exists,
)
from emulator.lakeformation.engine.granting import (
    FILTERS_PER_PRINCIPAL,
    SHARES_DIRECTLY,
    contradiction,
    may_grant,
    too_many_filters,
)
from emulator.lakeformation.engine.hybrid import SHARES_BESIDE_IAM, left_to_iam
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Lake, Subject
from emulator.lakeformation.engine.permissions import grantable_on
from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    Columns,
    Database,
    Filter,
    Location,
    Resource,
    SavedExpression,
    Table,
    TagKey,
    TagPolicy,
    catalog_of,
    table_of,
)
from emulator.lakeformation.store import (
    administers_home,
    invalid,
    lake_of,
    missing,
    not_authorised,
    subject_of,
)
from emulator.ram.principals import is_organisation

_NOT_DIRECTLY = frozenset({"ALL", "DROP"})


@dataclass(frozen=True)
class Request:
    """One grant or revocation, read and allowed to its caller."""

    lake: Lake
    grantor: Subject
    principal: str
    resource: Resource
    permissions: frozenset[str]
    grantable: frozenset[str]

    @property
    def grantor_account(self) -> str:
        """In whose name it is made."""
        return self.grantor.account

    @property
    def crosses(self) -> bool:
        """Whether it leaves the granting account."""
        account = account_of(self.principal)
        within = account in (None, self.grantor_account)
        return not within or is_organisation(self.principal)


def read_request(call: Call, entry: Shape) -> Request:
    """Read one grant or revocation and hold its caller's right to it.

    Raises:
        AwsError: InvalidInputException or AccessDeniedException.
    """
    resource = read_resource(entry.get("Resource") or {}, _catalog(call, entry))
    request = Request(
        lake=lake_of(call.cloud, catalog_of(resource)),
        grantor=subject_of(call.principal),
        principal=read_principal(entry.get("Principal") or {}),
        resource=resource,
        permissions=frozenset(entry.get("Permissions") or ()),
        grantable=frozenset(entry.get("PermissionsWithGrantOption") or ()),
    )
    named = request.permissions | request.grantable
    if not named:
        raise invalid("Permissions cannot be empty.")
    home = administers_home(call.cloud, request.grantor)
    if not may_grant(request.lake, request.grantor, named, resource, administers_home=home):
        raise not_authorised()
    return request


def vet_grant(call: Call, request: Request) -> None:
    """Refuse what AWS refuses to grant.

    Raises:
        AwsError: InvalidInputException or EntityNotFoundException.
    """
    if not principal_exists(call.cloud, request.principal):
        raise invalid(f"Invalid principal, arn: {request.principal}")
    if not request.grantable <= request.permissions:
        raise invalid("Permissions with grant option must be among the permissions.")
    is_link = require_existing(call, request)
    _vet_permissions(request, is_link=is_link)
    if request.crosses:
        _vet_sharing(call, request)
    fault = contradiction(request.lake, request.principal, request.permissions, request.resource)
    if fault:
        raise invalid(fault)
    if isinstance(request.resource, Filter) and too_many_filters(
        request.lake, request.principal, request.resource
    ):
        most = FILTERS_PER_PRINCIPAL
        raise invalid(f"A principal can hold at most {most} data cells filters on one table.")


def require_existing(call: Call, request: Request) -> bool:
    """Refuse what names nothing; tells whether the resource is a resource link.

    Raises:
        AwsError: EntityNotFoundException; InvalidInputException for an unregistered location.
    """
    lake, resource = request.lake, request.resource
    table = table_of(resource)
    if table is not None and table.name != ALL_TABLES:
        return _require_table(call, request, table)
    database = table.parent if table is not None else resource
    if isinstance(database, Database):
        found = find_database(call.cloud, database)
        if found is None:
            raise missing(f"Database {database.name} not found.")
        return bool(found.get("TargetDatabase"))
    if isinstance(resource, Location) and lake.registration_of(resource.arn) is None:
        raise invalid(f"Resource is not registered: first register the S3 path {resource}.")
    if isinstance(resource, TagKey):
        require_tag(lake, resource.key, resource.values)
    if isinstance(resource, TagPolicy):
        for key, values in resource.expression:
            require_tag(lake, key, values)
    saved = resource.saved if isinstance(resource, TagPolicy) else ""
    name = resource.name if isinstance(resource, SavedExpression) else saved
    if name and name not in lake.expressions:
        raise missing(f"LF-Tag expression {name} not found.")
    return False


def _require_table(call: Call, request: Request, table: Table) -> bool:
    found = find_table(call.cloud, table)
    if found is None:
        raise missing(f"Table {table.name} not found.")
    if isinstance(request.resource, Columns):
        _require_columns(request.resource, found)
    if isinstance(request.resource, Filter) and request.resource not in request.lake.filters:
        raise missing(f"Data cells filter {request.resource.name} not found.")
    return bool(found.get("TargetTable"))


def _require_columns(columns: Columns, table: GlueShape) -> None:
    if unknown := sorted(columns.names - set(columns_of(table))):
        raise invalid(f"Table {columns.table.name} has no column {', '.join(unknown)}.")


def require_tag(lake: Lake, key: str, values: frozenset[str]) -> None:
    """Refuse an LF-tag that does not exist, or does not have all of these values.

    Raises:
        AwsError: EntityNotFoundException.
    """
    if key not in lake.tag_keys:
        raise missing(f"LF-tag key {key} not found.")
    if unknown := sorted(values - lake.tag_keys[key]):
        raise missing(f"LF-tag {key} has no value {', '.join(unknown)}.")


def _vet_permissions(request: Request, *, is_link: bool) -> None:
    allowed = grantable_on(request.resource, is_link=is_link)
    if wrong := sorted(request.permissions - allowed):
        kind = "resource link" if is_link else type(request.resource).__name__
        raise invalid(f"Permissions {', '.join(wrong)} cannot be granted on {kind} resources.")
    columns = request.resource
    if request.grantable and isinstance(columns, Columns) and columns.excluding:
        raise invalid("Columns can be granted with grant option only by a list that includes.")


def _vet_sharing(call: Call, request: Request) -> None:
    settings, resource = request.lake.settings, request.resource
    if request.grantor_account != request.lake.catalog:
        raise invalid(
            f"{resource} belongs to account {request.lake.catalog}, which alone shares it; what is "
            "shared with an account is passed on within that account only."
        )
    if request.principal.startswith("arn:aws:iam:"):
        _vet_direct(request)
    by_tags = isinstance(resource, TagPolicy | TagKey)
    if (
        by_tags
        and is_organisation(request.principal)
        and settings.cross_account_version < SHARES_DIRECTLY
    ):
        raise invalid(
            f"Granting by LF-tags to an organization needs CROSS_ACCOUNT_VERSION {SHARES_DIRECTLY} "
            f"or later, it is {settings.cross_account_version}."
        )
    if isinstance(resource, Columns) and resource.excluding:
        raise invalid("Only include lists are supported when granting to another account.")
    if left_to_iam(request.lake, resource) and not can_share_beside_iam(
        call.cloud, request.lake, resource
    ):
        raise invalid(
            f"Cannot share {resource} with another account while {EVERYONE_BY_IAM} has "
            "permissions on it; revoke them first, or register its location in hybrid access "
            f"mode with CROSS_ACCOUNT_VERSION {SHARES_BESIDE_IAM} or later."
        )


def _vet_direct(request: Request) -> None:
    version = request.lake.settings.cross_account_version
    if version < SHARES_DIRECTLY:
        raise invalid(
            f"Invalid principal, arn: {request.principal}. Granting to a principal of another "
            f"account needs CROSS_ACCOUNT_VERSION {SHARES_DIRECTLY} or later, it is {version}."
        )
    if isinstance(request.resource, Database) and request.permissions & _NOT_DIRECTLY:
        named = ", ".join(sorted(request.permissions & _NOT_DIRECTLY))
        raise invalid(f"{named} on a database cannot be granted to a role of another account.")


def _catalog(call: Call, entry: Shape) -> str:
    return str(entry.get("CatalogId") or call.parameters.get("CatalogId") or call.account)
