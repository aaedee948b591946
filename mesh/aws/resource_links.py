"""Databases of resource links in a consumer's account."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from mesh.access.lake import Database, Held, Lake, Resource, Table
from mesh.access.links import LinkPlan, Links, Target
from mesh.aws.lake_formation import LakeFormation

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient

SUFFIX = "_shared"
_MARK = "mesh"
_SETTLED = frozenset({"AlreadyExistsException", "EntityNotFoundException"})


class ResourceLinks:
    """The links of one account, read and changed. Only databases that the mesh made are touched."""

    def __init__(self, glue: "GlueClient", lake: LakeFormation, region: str) -> None:
        self._glue = glue
        self._lake = lake
        self._region = region

    @classmethod
    def connect(cls, account: str, region: str) -> "ResourceLinks":
        """Use the function's own role and region."""
        return cls(boto3.client("glue"), LakeFormation.connect(account), region)

    def read(self, ignored: frozenset[str]) -> Links:
        """The account's links as they are, but for what the ignored principals hold."""
        databases = frozenset(self._databases())
        links = {link: target for name in databases for link, target in self._links(name)}
        held: set[Held] = set()
        resources: list[Resource] = [*map(Database, databases), *links]
        for resource in resources:
            found = self._lake.held_on(resource)
            held |= {each for each in found if each.principal not in ignored}
        return Links(databases=databases, links=links, lake=Lake({}, frozenset(held)))

    def carry_out(self, plan: LinkPlan) -> list[str]:
        """Change what a plan names; gives what Lake Formation did not take."""
        for name in plan.databases_to_make:
            self._make_database(name)
        for link in plan.links_to_remove:
            self._delete_table(link)
        for link, target in plan.links_to_make:
            self._make_link(link, target)
        problems = self._lake.carry_out(plan.steps)
        for name in plan.databases_to_remove:
            self._delete_database(name)
        return problems

    def _databases(self) -> Iterator[str]:
        for page in self._glue.get_paginator("get_databases").paginate():
            for found in page["DatabaseList"]:
                is_ours = found.get("Parameters", {}).get(_MARK) == "links"
                if is_ours and found["Name"].endswith(SUFFIX):
                    yield found["Name"]

    def _links(self, database: str) -> Iterator[tuple[Table, Target | None]]:
        for page in self._glue.get_paginator("get_tables").paginate(DatabaseName=database):
            for found in page["TableList"]:
                yield Table(database, found["Name"]), self._target(found.get("TargetTable"))

    def _target(self, shape: Mapping[str, Any] | None) -> Target | None:
        if not shape:
            return None
        return Target(
            shape["CatalogId"],
            shape["DatabaseName"],
            shape["Name"],
            shape.get("Region", self._region),
        )

    def _make_database(self, name: str) -> None:
        wanted: Any = {
            "Name": name,
            "Description": "Links to shared tables; made and removed by mesh-links.",
            "CreateTableDefaultPermissions": [],
            "Parameters": {_MARK: "links"},
        }
        try:
            self._glue.create_database(DatabaseInput=wanted)
        except ClientError as error:
            _require_settled(error)
            # Somebody made it by hand: taken over, its tables are made ours at the next look.
            self._glue.update_database(Name=name, DatabaseInput=wanted)

    def _make_link(self, link: Table, target: Target) -> None:
        wanted: Any = {
            "Name": link.table,
            "TargetTable": {
                "CatalogId": target.catalog,
                "DatabaseName": target.database,
                "Name": target.table,
                "Region": target.region,
            },
        }
        self._glue.create_table(DatabaseName=link.database, TableInput=wanted)

    def _delete_table(self, link: Table) -> None:
        try:
            self._glue.delete_table(DatabaseName=link.database, Name=link.table)
        except ClientError as error:
            _require_settled(error)

    def _delete_database(self, name: str) -> None:
        try:
            self._glue.delete_database(Name=name)
        except ClientError as error:
            _require_settled(error)


def _require_settled(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in _SETTLED:
        raise error
