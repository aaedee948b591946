"""Row expressions: read, checked against a table's columns, written back in one form."""

from mesh.access.rows.checking import check_rows
from mesh.access.rows.parsing import parse_rows
from mesh.access.rows.tree import RowExpressionError, Rows, columns_of, render

__all__ = ["RowExpressionError", "Rows", "check_rows", "columns_of", "parse_rows", "render"]
