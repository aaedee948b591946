"""Lake Formation: what it holds as values, and the steps of a plan carried out and proven."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.exceptions import ClientError

from mesh.access.lake import Cells, Database, FilterName, Held, Lake, Resource, Table
from mesh.access.planning import CreateFilter, DeleteFilter, Grant, Revoke, Step, UpdateFilter
from mesh.aws.lake_batches import batches, describe, runs
from mesh.aws.lake_shapes import Shape, Shapes, read_permissions, read_resource

if TYPE_CHECKING:
    from mypy_boto3_lakeformation import LakeFormationClient

T = TypeVar("T")
_TRIES = 6
_PAUSE_SECONDS = 0.2
_AGAIN = frozenset(
    {"ConcurrentModificationException", "ThrottlingException", "OperationTimeoutException"}
)
_GONE = ("has no permissions", "No permissions revoked", "not found")


class LakeFormation:
    """One account's Lake Formation. Calls are made one after the other, never side by side."""

    def __init__(self, client: "LakeFormationClient", catalog: str) -> None:
        self._client = client
        self._catalog = catalog
        self._shapes = Shapes(catalog)

    @classmethod
    def connect(cls, catalog: str) -> "LakeFormation":
        """Use the function's own role and region."""
        return cls(boto3.client("lakeformation"), catalog)

    def everything(self, ignored: frozenset[str]) -> Lake:
        """All filters and grants of the catalogue, but what the ignored principals hold."""
        return Lake(self._filters({}), frozenset(self._held({}, ignored)))

    def of_tables(self, tables: Iterable[Table], ignored: frozenset[str]) -> Lake:
        """Filters and grants of some tables and their databases."""
        chosen = sorted(set(tables))
        found = Lake()
        for table in chosen:
            shape = self._shapes.of(table)
            held = self._held({"Resource": shape, "IncludeRelated": "TRUE"}, ignored)
            found |= Lake(self._filters({"Table": shape["Table"]}), frozenset(held))
        for database in sorted({table.database for table in chosen}):
            shape = self._shapes.of(Database(database))
            found |= Lake({}, frozenset(self._held({"Resource": shape}, ignored)))
        return found

    def carry_out(self, steps: Iterable[Step]) -> list[str]:
        """Carry a plan's steps out in their order; a step that fails does not stop the others.

        Returns:
            What failed, as Lake Formation says it, one text per step.
        """
        problems: list[str] = []
        for kind, group in runs(steps):
            if kind is Grant:
                problems += self._batches(self._client.batch_grant_permissions, group)
            elif kind is Revoke:
                problems += self._batches(self._client.batch_revoke_permissions, group)
            else:
                problems += [problem for step in group if (problem := self._one(step))]
        return problems

    def held_on(self, resource: Resource) -> frozenset[Held]:
        """Every permission on one resource."""
        asked = {"Resource": self._shapes.of(resource)}
        return frozenset(self._held(asked, frozenset()))

    def grant_location(self, principal: str, bucket_arn: str) -> bool:
        """Let a principal make tables in a registered location; gives whether that was new."""
        location = {"CatalogId": self._catalog, "ResourceArn": bucket_arn}
        shape: Any = {"DataLocation": location}
        held = self._client.list_permissions(CatalogId=self._catalog, Resource=shape)
        for entry in held["PrincipalResourcePermissions"]:
            if entry["Principal"]["DataLakePrincipalIdentifier"] == principal:
                return False
        who: Any = {"DataLakePrincipalIdentifier": principal}
        again(
            lambda: self._client.grant_permissions(
                Principal=who, Resource=shape, Permissions=["DATA_LOCATION_ACCESS"]
            )
        )
        return True

    def _one(self, step: Step) -> str | None:
        try:
            again(lambda: self._change_filter(step))
        except ClientError as error:
            return f"{describe(step)}: {error.response['Error']['Message']}"
        return None

    def _change_filter(self, step: Step) -> None:
        match step:
            case CreateFilter(name, cells):
                self._client.create_data_cells_filter(TableData=self._shapes.of_cells(name, cells))
            case UpdateFilter(name, cells):
                self._client.update_data_cells_filter(TableData=self._shapes.of_cells(name, cells))
            case DeleteFilter(name):
                self._client.delete_data_cells_filter(**self._shapes.of_filter(name))

    def _batches(self, call: Callable[..., Any], steps: Iterable[Step]) -> list[str]:
        problems: list[str] = []
        for batch in batches(list(steps)):
            entries = {str(number): step for number, step in enumerate(batch)}
            problems += self._batch(call, entries)
        return problems

    def _batch(self, call: Callable[..., Any], steps: Mapping[str, Step]) -> list[str]:
        waiting = dict(steps)
        failures: list[Mapping[str, Any]] = []
        for attempt in range(_TRIES):
            entries = [self._entry(number, step) for number, step in waiting.items()]
            answer = again(lambda entries=entries: call(Entries=entries))  # type: ignore[misc]
            failures = [each for each in answer.get("Failures", ()) if not _is_done(each)]
            waiting = {
                each["RequestEntry"]["Id"]: steps[each["RequestEntry"]["Id"]]
                for each in failures
                if each["Error"]["ErrorCode"] in _AGAIN
            }
            if not waiting or attempt == _TRIES - 1:
                break
            _pause(attempt)
        return [
            f"{describe(steps[each['RequestEntry']['Id']])}: {each['Error']['ErrorMessage']}"
            for each in failures
        ]

    def _entry(self, number: str, step: Step) -> Shape:
        match step:
            case Revoke(principal, resource, permissions, grantable):
                given = {
                    "Permissions": list(permissions),
                    "PermissionsWithGrantOption": list(grantable),
                }
            case Grant(principal, resource, permissions):
                given = {"Permissions": list(permissions)}
            case _:
                raise TypeError(f"{step} is no grant")
        return {
            "Id": number,
            "Principal": {"DataLakePrincipalIdentifier": principal},
            "Resource": self._shapes.of(resource),
            **given,
        }

    def _filters(self, asked: Mapping[str, Any]) -> dict[FilterName, Cells]:
        pages = self._client.get_paginator("list_data_cells_filter").paginate(**asked)
        found: dict[FilterName, Cells] = {}
        for page in pages:
            for shape in page["DataCellsFilters"]:
                name = FilterName(shape["DatabaseName"], shape["TableName"], shape["Name"])
                rows = shape.get("RowFilter", {}).get("FilterExpression")
                found[name] = Cells(tuple(shape.get("ColumnNames", ())), rows)
        return found

    def _held(self, asked: Mapping[str, Any], ignored: frozenset[str]) -> Iterator[Held]:
        # Without a principal: asked for one, Lake Formation hides filters of other accounts' roles.
        token: dict[str, str] = {}
        while True:
            page = self._client.list_permissions(CatalogId=self._catalog, **asked, **token)  # type: ignore[arg-type]
            for entry in page["PrincipalResourcePermissions"]:
                principal = entry["Principal"]["DataLakePrincipalIdentifier"]
                resource = read_resource(entry["Resource"])
                if resource is not None and principal not in ignored:
                    yield from read_permissions(principal, resource, entry)
            if not page.get("NextToken"):
                return
            token = {"NextToken": page["NextToken"]}


def again(call: Callable[[], T], *, also: frozenset[str] = frozenset()) -> T:
    """Make a call, again with growing pauses while Lake Formation is busy with another one.

    Args:
        also: further error codes that pass by waiting.
    """
    for attempt in range(_TRIES - 1):
        try:
            return call()
        except ClientError as error:
            if error.response["Error"]["Code"] not in _AGAIN | also:
                raise
            _pause(attempt)
    return call()


def _pause(attempt: int) -> None:
    # Jitter: two callers that met once must not meet again.
    time.sleep(_PAUSE_SECONDS * 2**attempt * (0.5 + random.random()))  # noqa: S311 - no secret


def _is_done(failure: Mapping[str, Any]) -> bool:
    # What nobody holds any more is revoked: somebody was faster.
    return any(word in failure["Error"].get("ErrorMessage", "") for word in _GONE[:2])
