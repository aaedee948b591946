"""What is checked before a grant is made, in the order in which AWS tells."""

from emulator.api import Call
from emulator.lakeformation.api.crossing import vet_crossing
from emulator.lakeformation.api.requests import Request
from emulator.lakeformation.catalogue import (
    GlueShape,
    columns_of,
    find_database,
    find_table,
    principal_exists,
)
from emulator.lakeformation.engine.granting import (
    FILTERS_PER_PRINCIPAL,
    contradiction,
    too_many_filters,
)
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.permissions import grantable_on
from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    ANY_VALUE,
    Columns,
    Database,
    Filter,
    Location,
    SavedExpression,
    Table,
    TagKey,
    TagPolicy,
    table_of,
)
from emulator.lakeformation.store import (
    invalid,
    missing,
)


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
        vet_crossing(call, request)
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
        require_tag(lake, resource.key, resource.values - {ANY_VALUE})
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
    if isinstance(columns, Columns) and columns.table.name == ALL_TABLES:
        raise invalid("Columns are chosen of one table, not of all tables.")
    if request.grantable and isinstance(columns, Columns) and columns.excluding:
        raise invalid("Columns can be granted with grant option only by a list that includes.")
