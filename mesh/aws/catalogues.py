"""One account's catalogue with its tags, filters and everything granted on it, as listed now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import boto3

from mesh.access.effective.catalogue import Catalogue, Expression, Schema, Shown, Tags
from mesh.access.lake import Database, FilterName, Held, Table
from mesh.access.links import Target
from mesh.aws.lake_shapes import Shapes, read_permissions, read_resource

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_lakeformation import LakeFormationClient


class Catalogues:
    """Reads the catalogue of one account as its data lake administrator or auditor."""

    def __init__(
        self, glue: "GlueClient", lake_formation: "LakeFormationClient", account: str
    ) -> None:
        self._glue, self._lake_formation, self._account = glue, lake_formation, account
        self._shapes = Shapes(account)

    @classmethod
    def connect(cls, account: str) -> "Catalogues":
        """Use the caller's own role and region."""
        return cls(boto3.client("glue"), boto3.client("lakeformation"), account)

    def read(self, databases: Collection[str] = ()) -> Catalogue:
        """Everything that says who reads what.

        Args:
            databases: the only ones to look at; all if there is none.
        """
        found = [
            each
            for each in self._pages(self._glue, "get_databases", "DatabaseList")
            if not databases or each["Name"] in databases
        ]
        own = [each["Name"] for each in found if not each.get("TargetDatabase")]
        tables = [table for name in own for table in self._tables(name)]
        held = self._held()
        return Catalogue(
            account=self._account,
            databases={name: self._tags(Database(name), "LFTagOnDatabase") for name in own},
            tables=dict(self._schema(each) for each in tables if not each.get("TargetTable")),
            links=dict(_link(each) for each in tables if each.get("TargetTable")),
            database_links={
                each["Name"]: (target["CatalogId"], target["DatabaseName"])
                for each in found
                if (target := each.get("TargetDatabase"))
            },
            filters=dict(self._filters()),
            expressions=dict(self._expressions()),
            held=held.pop(self._account, frozenset()),
            opted_in=frozenset(self._opted_in()),
            regranted=held,
        )

    def _tables(self, database: str) -> Iterator[Mapping[str, Any]]:
        return self._pages(self._glue, "get_tables", "TableList", DatabaseName=database)

    def _schema(self, found: Mapping[str, Any]) -> tuple[Table, Schema]:
        table = Table(found["DatabaseName"], found["Name"])
        listed = [*found["StorageDescriptor"]["Columns"], *found.get("PartitionKeys", ())]
        shape: Any = self._shapes.of(table)
        tags = self._lake_formation.get_resource_lf_tags(Resource=shape, ShowAssignedLFTags=True)
        return table, Schema(
            columns=tuple(column["Name"].lower() for column in listed),
            tags=_tags(tags.get("LFTagsOnTable", ())),
            column_tags={
                column["Name"].lower(): _tags(column["LFTags"])
                for column in tags.get("LFTagsOnColumns", ())
            },
        )

    def _tags(self, database: Database, name: str) -> Tags:
        shape: Any = self._shapes.of(database)
        found: Mapping[str, Any] = self._lake_formation.get_resource_lf_tags(Resource=shape)
        return _tags(found.get(name, ()))

    def _filters(self) -> Iterator[tuple[FilterName, Shown]]:
        listed = self._pages(self._lake_formation, "list_data_cells_filter", "DataCellsFilters")
        for each in listed:
            name = FilterName(each["DatabaseName"], each["TableName"], each["Name"])
            wildcard = each.get("ColumnWildcard")
            names = each.get("ColumnNames") or (wildcard or {}).get("ExcludedColumnNames") or ()
            rows = each.get("RowFilter", {}).get("FilterExpression")
            yield name, Shown(tuple(names), excluding=wildcard is not None, rows=rows)

    def _expressions(self) -> Iterator[tuple[str, Expression]]:
        for each in self._calls("list_lf_tag_expressions", "LFTagExpressions"):
            pairs = ((pair["TagKey"], tuple(pair["TagValues"])) for pair in each["Expression"])
            yield each["Name"], tuple(sorted(pairs))

    def _opted_in(self) -> Iterator[tuple[str, Table]]:
        listed = self._calls("list_lake_formation_opt_ins", "LakeFormationOptInsInfoList")
        for each in listed:
            resource = read_resource(each["Resource"])
            if isinstance(resource, Table):
                yield each["Principal"]["DataLakePrincipalIdentifier"], resource

    def _held(self) -> dict[str, frozenset[Held]]:
        """What is listed here, by the account that owns it."""
        held: dict[str, set[Held]] = defaultdict(set)
        for each in self._calls("list_permissions", "PrincipalResourcePermissions"):
            resource = read_resource(each["Resource"])
            if resource is not None:
                who = each["Principal"]["DataLakePrincipalIdentifier"]
                held[self._owner(each["Resource"])] |= set(read_permissions(who, resource, each))
        return {owner: frozenset(all_of) for owner, all_of in held.items()}

    def _owner(self, shape: Mapping[str, Mapping[str, str]]) -> str:
        (named,) = shape.values()
        return named.get("CatalogId") or named.get("TableCatalogId") or self._account

    def _calls(self, call: str, name: str) -> Iterator[Mapping[str, Any]]:
        # No paginator knows these.
        token: dict[str, str] = {}
        while True:
            page = getattr(self._lake_formation, call)(**token)
            yield from page[name]
            if not page.get("NextToken"):
                return
            token = {"NextToken": page["NextToken"]}

    @staticmethod
    def _pages(client: Any, call: str, name: str, **asked: str) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - any client
        for page in client.get_paginator(call).paginate(**asked):
            yield from page[name]


def _link(found: Mapping[str, Any]) -> tuple[Table, Target]:
    to = found["TargetTable"]
    target = Target(to["CatalogId"], to["DatabaseName"], to["Name"], to.get("Region", ""))
    return Table(found["DatabaseName"], found["Name"]), target


def _tags(listed: Iterable[Mapping[str, Any]]) -> Tags:
    return {each["TagKey"]: each["TagValues"][0] for each in listed}
