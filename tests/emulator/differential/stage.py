"""Carries the steps of one story out through boto3, under names that no other story uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pyarrow as pa

from emulator.api import Principal
from mesh.access.effective import Shown
from mesh.access.effective.catalogue import Expression
from mesh.access.lake import Columns, Database, FilterName, Resource, Table, TagPolicy
from mesh.aws.lake_shapes import Shapes
from tests.emulator.athena.world import Warehouse
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.differential.scene import (
    ADDED,
    COLUMNS,
    DATABASES,
    GUESTS,
    ROWS,
    SHARED,
    TABLES,
    TAGS,
    WHOLE,
    link_of,
)
from tests.emulator.differential.sketch import AT_FIRST
from tests.emulator.differential.steps import (
    AddColumn,
    ChangeFilter,
    Drop,
    Grant,
    Link,
    MakeFilter,
    Recreate,
    RemoveFilter,
    Revoke,
    Save,
    Step,
    Tag,
    Unlink,
    Untag,
)
from tests.emulator.lakeformation.world import BUCKET, link_input, principal

Json = Any


@dataclass(frozen=True)
class Versions:
    """The same Iceberg table as Glue takes it: as it was made, and with one more column."""

    first: Mapping[str, Json]
    second: Mapping[str, Json]

    @classmethod
    def publish(cls, house: Warehouse) -> "Versions":
        """Write the rows, then the rows with the column."""
        kinds = [(name, pa.int32() if name == "year" else pa.string()) for name in COLUMNS]
        rows = pa.Table.from_pylist(list(ROWS), pa.schema(kinds))
        place = f"s3://{BUCKET}/fleet/rows"
        made = house.catalogue().create_table("fleet.rows", rows.schema, location=place)
        made.append(rows)
        first = cls._read(house)
        with made.update_schema() as schema:
            schema.union_by_name(_with_added(rows).schema)
        made.overwrite(_with_added(rows))
        return cls(first, cls._read(house))

    @staticmethod
    def _read(house: Warehouse) -> Mapping[str, Json]:
        found = house.glue(house.admin).get_table(DatabaseName="fleet", Name="rows")["Table"]
        kept = ("TableType", "Parameters", "StorageDescriptor")
        return {name: found[name] for name in kept}


def rows_of(columns: tuple[str, ...]) -> list[dict[str, object]]:
    """The rows of a table with these columns."""
    return [{c: f"{row['tail']}-{c}" if c == ADDED else row[c] for c in columns} for row in ROWS]


def _with_added(rows: pa.Table) -> pa.Table:
    added = [str(row[ADDED]) for row in rows_of((*COLUMNS, ADDED))]
    return rows.append_column(ADDED, pa.array(added, pa.string()))


@dataclass(frozen=True)
class Stage:
    """Databases, tables and tags of one story."""

    house: Warehouse
    versions: Versions
    number: int
    sessions: dict[str, Principal]

    def set_up(self) -> None:
        """Make what each story starts with: tables, and links in sight that lead to nothing yet."""
        lf, glue = self.house.lf(self.house.admin), self.house.glue(self.house.admin)
        for name in DATABASES:
            glue.create_database(DatabaseInput={"Name": self.name(name)})
        for key, values in TAGS.items():
            lf.create_lf_tag(TagKey=self.name(key), TagValues=list(values))
        for table in TABLES:
            self.carry(Recreate(table))
        keeper = self.house.keeper
        for name in SHARED.values():
            self.house.glue(keeper).create_database(DatabaseInput={"Name": self.name(name)})
        for table in TABLES:
            self.carry(Link(table))
        databases = [
            Grant(principal=guest, resource=Database(name), permission="DESCRIBE", catalog=CONSUMER)
            for guest in GUESTS
            for name in SHARED.values()
        ]
        entries = [self._given(grant) for grant in (*databases, *AT_FIRST)]
        numbered = [{"Id": str(number), **each} for number, each in enumerate(entries)]
        answer = self.house.lf(keeper).batch_grant_permissions(Entries=numbered)
        assert not answer.get("Failures"), answer
        for name, link in WHOLE.items():
            to = {"CatalogId": GOVERNANCE, "DatabaseName": self.name(name)}
            shape = {"Name": self.name(link), "TargetDatabase": to}
            self.house.glue(self.house.keeper).create_database(DatabaseInput=shape)

    def session(self, role: str) -> Principal:
        """A session of a role, the same for every story."""
        if role not in self.sessions:
            self.sessions[role] = self.house.principal(role)
        return self.sessions[role]

    def name(self, name: str) -> str:
        """A name of the story as AWS has it."""
        return f"{name}_{self.number}"

    def here(self, resource: Resource) -> Resource:
        """A resource of the story as AWS has it."""
        if isinstance(resource, TagPolicy):
            saved = self.name(resource.saved) if resource.saved else ""
            return TagPolicy(self._pairs(resource.expression), saved)
        return replace(resource, database=self.name(resource.database))

    def carry(self, step: Step) -> None:
        """Make the calls that a step is.

        Raises:
            ClientError: if AWS refuses what it allows by its documentation.
        """
        match step:
            case Grant():
                self._client(step).grant_permissions(**self._given(step))
            case Revoke(grant=grant):
                self._client(grant).revoke_permissions(**self._given(grant))
            case MakeFilter() | ChangeFilter() | RemoveFilter():
                self._filter(step)
            case Tag() | Untag():
                self._tag(step)
            case Link() | Unlink():
                self._link(step)
            case Save():
                self._save(step)
            case Drop() | Recreate() | AddColumn():
                self._table(step)

    def _pairs(self, expression: Expression) -> Expression:
        return tuple((self.name(key), values) for key, values in expression)

    def _client(self, grant: Grant) -> Json:
        return self.house.lf(self.house.admin if grant.by == GOVERNANCE else self.house.keeper)

    def _given(self, grant: Grant) -> Json:
        shape = Shapes(grant.catalog).of(self.here(grant.resource))
        passable = [grant.permission] if grant.passable else []
        return {
            "Principal": principal(grant.principal),
            "Resource": shape,
            "Permissions": [grant.permission],
            "PermissionsWithGrantOption": passable,
        }

    def _filter(self, step: MakeFilter | ChangeFilter | RemoveFilter) -> None:
        lf = self.house.lf(self.house.admin)
        name = self.here(step.name)
        assert isinstance(name, FilterName)
        key = Shapes(GOVERNANCE).of_filter(name)
        match step:
            case MakeFilter(_, shown):
                lf.create_data_cells_filter(TableData=key | _cells(shown))
            case ChangeFilter(_, shown):
                lf.update_data_cells_filter(TableData=key | _cells(shown))
            case RemoveFilter():
                lf.delete_data_cells_filter(**key)

    def _tag(self, step: Tag | Untag) -> None:
        lf = self.house.lf(self.house.admin)
        resource: Resource = step.resource
        if step.column and isinstance(step.resource, Table):
            resource = Columns(step.resource.database, step.resource.table, (step.column,))
        shape = Shapes(GOVERNANCE).of(self.here(resource))
        call = lf.add_lf_tags_to_resource
        if isinstance(step, Untag):
            call = lf.remove_lf_tags_from_resource
        pair = {"TagKey": self.name(step.key), "TagValues": [step.value]}
        answer = call(Resource=shape, LFTags=[pair])
        assert not answer.get("Failures"), answer

    def _save(self, step: Save) -> None:
        lf, name = self.house.lf(self.house.admin), self.name(step.name)
        pairs = [{"TagKey": k, "TagValues": list(v)} for k, v in self._pairs(step.expression)]
        known = {each["Name"] for each in lf.list_lf_tag_expressions()["LFTagExpressions"]}
        call = lf.update_lf_tag_expression if name in known else lf.create_lf_tag_expression
        call(Name=name, Expression=pairs)

    def _link(self, step: Link | Unlink) -> None:
        glue, link = self.house.glue(self.house.keeper), link_of(step.table)
        database = self.name(link.database)
        if isinstance(step, Unlink):
            glue.delete_table(DatabaseName=database, Name=link.table)
            return
        shape = link_input(link.table, step.table.table)
        shape["TargetTable"]["DatabaseName"] = self.name(step.table.database)
        glue.create_table(DatabaseName=database, TableInput=shape)

    def _table(self, step: Drop | Recreate | AddColumn) -> None:
        glue = self.house.glue(self.house.admin)
        database, name = self.name(step.table.database), step.table.table
        match step:
            case Drop():
                glue.delete_table(DatabaseName=database, Name=name)
            case Recreate():
                table = {"Name": name, **self.versions.first}
                glue.create_table(DatabaseName=database, TableInput=table)
            case AddColumn():
                table = {"Name": name, **self.versions.second}
                glue.update_table(DatabaseName=database, TableInput=table)


def _cells(shown: Shown) -> dict[str, Json]:
    columns: dict[str, Json] = {"ColumnNames": list(shown.names)}
    if shown.excluding:
        wildcard = {"ExcludedColumnNames": list(shown.names)} if shown.names else {}
        columns = {"ColumnWildcard": wildcard}
    rows: dict[str, Json] = {"AllRowsWildcard": {}}
    if shown.rows:
        rows = {"FilterExpression": shown.rows}
    return {**columns, "RowFilter": rows}


def numbered(house: Warehouse, versions: Versions) -> Iterator[Stage]:
    """Stages without end, each set up when it is asked for."""
    sessions: dict[str, Principal] = {}
    for number in count(1):
        stage = Stage(house, versions, number, sessions)
        stage.set_up()
        yield stage
