"""What a statement that writes says, read from its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlglot import exp

Value: TypeAlias = str | int | bool | list[str]
Properties: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True)
class Name:
    """A table, view or database as a statement names it; an empty part is the session's."""

    database: str
    table: str = ""

    def __str__(self) -> str:
        return f"{self.database}.{self.table}" if self.table else self.database


@dataclass(frozen=True)
class CreateTableAs:
    """``CREATE TABLE … WITH (…) AS query``."""

    name: Name
    query: exp.Expr
    properties: Properties
    if_not_exists: bool = False
    with_data: bool = True


@dataclass(frozen=True)
class ColumnOf:
    """A column as Glue keeps it."""

    name: str
    type: str
    comment: str = ""


@dataclass(frozen=True)
class CreateTable:
    """``CREATE [EXTERNAL] TABLE name (columns) …``; partitions of Iceberg may be transforms."""

    name: Name
    columns: Sequence[ColumnOf]
    partition_columns: Sequence[ColumnOf] = ()
    partition_transforms: Sequence[str] = ()
    external: bool = False
    if_not_exists: bool = False
    location: str = ""
    format: str = ""
    serde: str = ""
    delimiter: str = ""
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True)
class InsertInto:
    """``INSERT INTO name [(columns)] query``."""

    name: Name
    query: exp.Expr
    columns: Sequence[str] = ()


@dataclass(frozen=True)
class Unload:
    """``UNLOAD (query) TO 's3://…' WITH (…)``."""

    query: exp.Expr
    location: str
    properties: Properties


@dataclass(frozen=True)
class CreateView:
    """``CREATE [OR REPLACE] VIEW name AS query``; ``sql`` is the query as it was written."""

    name: Name
    query: exp.Expr
    sql: str
    replace: bool = False


@dataclass(frozen=True)
class CreateDatabase:
    """``CREATE DATABASE name``."""

    name: Name
    if_not_exists: bool = False
    location: str = ""


@dataclass(frozen=True)
class Drop:
    """``DROP TABLE``, ``DROP VIEW`` or ``DROP DATABASE``."""

    kind: str
    name: Name
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True)
class Change:
    """``DELETE FROM`` or ``UPDATE``: new values by column; none where rows are deleted."""

    name: Name
    table: exp.Table
    condition: exp.Expr | None
    values: Mapping[str, exp.Expr]
    deletes: bool


@dataclass(frozen=True)
class When:
    """``WHEN [NOT] MATCHED``: values by column; none where matched rows are deleted."""

    matched: bool
    condition: exp.Expr | None
    values: Mapping[str, exp.Expr]
    deletes: bool = False


@dataclass(frozen=True)
class Merge:
    """``MERGE INTO target USING source ON condition WHEN …``."""

    name: Name
    target: exp.Table
    source: exp.Expr
    condition: exp.Expr
    whens: Sequence[When]


@dataclass(frozen=True)
class Alter:
    """``ALTER TABLE``: one of a new name, new columns, dropped columns or properties."""

    name: Name
    new_name: Name | None = None
    added: Sequence[ColumnOf] = ()
    dropped: Sequence[str] = ()
    properties: Properties = field(default_factory=dict)


Write: TypeAlias = (
    CreateTableAs
    | CreateTable
    | InsertInto
    | Unload
    | CreateView
    | CreateDatabase
    | Drop
    | Change
    | Alter
    | Merge
)
