"""Row expressions: what a data cells filter may say, and the same as a filter on Arrow data."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import pyarrow.compute as pc

from emulator.lakeformation.rows.arrow import to_arrow
from emulator.lakeformation.rows.parse import parse_rows
from emulator.lakeformation.rows.tree import RowExpressionError
from emulator.lakeformation.rows.types import check_types

__all__ = ["RowExpressionError", "check_rows", "rows_to_arrow"]


def check_rows(
    text: str, types: Mapping[str, str], partitions: AbstractSet[str] = frozenset()
) -> None:
    """Refuse an expression that AWS refuses for a table with these columns.

    Args:
        types: Glue types by lower-case column name.
        partitions: the columns that Hive partitions by.

    Raises:
        RowExpressionError: saying what is wrong with it.
    """
    check_types(parse_rows(text), types, partitions)


def rows_to_arrow(
    text: str, types: Mapping[str, str], partitions: AbstractSet[str] = frozenset()
) -> pc.Expression:
    """The expression as a filter on Arrow data: unknown shows no row.

    Raises:
        RowExpressionError: if the table has changed so that the expression no longer fits it.
    """
    tree = parse_rows(text)
    check_types(tree, types, partitions)
    return to_arrow(tree, types)
