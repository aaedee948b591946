"""``CREATE [EXTERNAL] TABLE name (columns)``: read from Hive's grammar."""

from sqlglot import exp

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.reading.types import arrow_type
from emulator.athena.writing.properties import properties_of
from emulator.athena.writing.statements import Alter, ColumnOf, CreateTable, Name

_TRANSFORMS: dict[type[exp.Expr], str] = {exp.Year: "year", exp.Month: "month", exp.Day: "day"}


def read_create_table(tree: exp.Create, name: Name) -> CreateTable:
    """Read a table's definition.

    Raises:
        QueryFault: a type, a transform or a row format that is not known here.
    """
    if not isinstance(tree.this, exp.Schema):
        raise QueryFault("SYNTAX_ERROR", "line 1:1: a table is made of columns or of a query")
    properties = properties_of(tree)
    columns = [_column(item) for item in tree.this.expressions if isinstance(item, exp.ColumnDef)]
    partitioned, transforms = _partitions(tree)
    serde, delimited = (
        tree.find(exp.RowFormatSerdeProperty),
        tree.find(exp.RowFormatDelimitedProperty),
    )
    fields = delimited.args.get("fields") if delimited is not None else None
    return CreateTable(
        name=name,
        columns=columns,
        partition_columns=partitioned,
        partition_transforms=transforms,
        external=tree.find(exp.ExternalProperty) is not None,
        if_not_exists=bool(tree.args.get("exists")),
        location=str(properties.pop("location", "")),
        format=_stored_as(tree),
        serde=str(serde.this.name) if serde is not None else "",
        delimiter=str(fields.name) if fields is not None else "",
        properties=properties,
    )


def read_alter(tree: exp.Alter, name: Name) -> Alter:
    """Read what changes of a table.

    Raises:
        QueryFault: NOT_SUPPORTED, for what is not changed here.
    """
    actions = tree.args.get("actions") or []
    action = actions[0] if len(actions) == 1 else None
    if isinstance(action, exp.AlterRename):
        to = action.this
        return Alter(name, new_name=Name((to.db or name.database).lower(), to.name.lower()))
    if isinstance(action, exp.Schema):
        return Alter(name, added=[_column(item) for item in action.expressions])
    if isinstance(action, exp.Drop) and str(action.args.get("kind")).upper() == "COLUMN":
        return Alter(name, dropped=[item.name.lower() for item in action.args["tables"]])
    found = action.find(exp.Properties) if isinstance(action, exp.AlterSet) else None
    if found is not None:
        return Alter(name, properties=properties_of(exp.Create(properties=found)))
    return refuse("this form of ALTER TABLE")


def _stored_as(tree: exp.Create) -> str:
    stored = tree.find(exp.FileFormatProperty)
    if stored is None:
        return ""
    if isinstance(stored.this, exp.InputOutputFormat):
        refuse("STORED AS INPUTFORMAT", stored)
    return str(stored.this.name).upper()


def _column(item: exp.ColumnDef) -> ColumnOf:
    comment = item.find(exp.CommentColumnConstraint)
    note = str(comment.this.name) if comment is not None else ""
    return ColumnOf(item.name.lower(), _type(item.args["kind"]), note)


def _type(kind: exp.DataType) -> str:
    written = kind.sql(dialect="hive").lower().replace(", ", ",").replace(": ", ":")
    arrow_type(written)
    return written


def _partitions(tree: exp.Create) -> tuple[list[ColumnOf], list[str]]:
    found = tree.find(exp.PartitionedByProperty)
    items = found.this.expressions if found is not None else []
    columns = [_column(item) for item in items if isinstance(item, exp.ColumnDef)]
    return columns, [_transform(item) for item in items if not isinstance(item, exp.ColumnDef)]


def _transform(item: exp.Expr) -> str:
    """As Athena writes it: ``day(ts)``, ``bucket(4,id)``, ``name``."""
    column = item.find(exp.Column)
    inner = column.name.lower() if column is not None else item.name.lower()
    if isinstance(item, (exp.Identifier, exp.Column)):
        return inner
    if isinstance(item, (exp.PartitionedByBucket, exp.PartitionByTruncate)):
        size = item.find(exp.Literal)
        kind = "bucket" if isinstance(item, exp.PartitionedByBucket) else "truncate"
        return f"{kind}({size.this if size is not None else 0},{inner})"
    named = str(item.this).lower() if isinstance(item, exp.Anonymous) else ""
    kind = _TRANSFORMS.get(type(item), named)
    return f"{kind}({inner})" if kind else refuse(f"partitioning by {item.sql('hive')}")
