"""Why a file cannot be read, in words that hold nothing of its content."""


class UnreadableError(Exception):
    """The file is refused; the message names row and column and never a value."""


class ParserDiedError(UnreadableError):
    """The file's parser ended without a word."""


class ParserExpiredError(UnreadableError):
    """The file's parser took too long."""


def row_fault(row: int, column: str, fault: str) -> UnreadableError:
    """A fault in one cell; rows are counted from 1 and do not include a header."""
    return UnreadableError(f"row {row}, column {column}: {fault}")
