"""LF-tags: what a resource carries, and which columns of a table an expression reaches.

Source: https://docs.aws.amazon.com/lake-formation/latest/dg/lf-tag-considerations.html and
https://docs.aws.amazon.com/lake-formation/latest/dg/managing-tag-expressions.html
"""

from collections.abc import Iterator

from mesh.access.effective.catalogue import Expression, Schema, Tags


def reached(expression: Expression, database: Tags, table: Schema) -> Iterator[str]:
    """Columns whose tags match: their own ones, before the table's, before the database's."""
    for column in table.columns:
        carried = {**database, **table.tags, **table.column_tags.get(column, {})}
        if matches(expression, carried):
            yield column


def matches(expression: Expression, carried: Tags) -> bool:
    """Whether each key of an expression is carried with one of its values; never if it is empty."""
    return bool(expression) and all(
        carried.get(key.lower()) in {value.lower() for value in values}
        for key, values in expression
    )
