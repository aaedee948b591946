"""Why a file does not hold its contract's table, in words that hold nothing of its content."""


class UnreadableError(Exception):
    """The file is refused; the message names row and column and never a value."""


def row_fault(row: int, column: str, fault: str) -> UnreadableError:
    """A fault in one cell; rows are counted from 1 and do not include a header."""
    return UnreadableError(f"row {row}, column {column}: {fault}")
