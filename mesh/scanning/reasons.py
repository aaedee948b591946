"""How a scan ends, and why where it is not complete; one sentence for each reason."""

from enum import StrEnum


class Status(StrEnum):
    """How much of a file was looked at. Only ``COMPLETE`` can be clean."""

    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    SKIPPED = "SKIPPED"


class Reason(StrEnum):
    """Why a file was not looked at as a whole."""

    EMPTY = "EMPTY"
    UNREADABLE = "UNREADABLE"
    CORRUPT = "CORRUPT"
    MALFORMED = "MALFORMED"
    TRUNCATED = "TRUNCATED"
    ENCRYPTED = "ENCRYPTED"
    RATIO_LIMIT = "RATIO_LIMIT"
    DEPTH_LIMIT = "DEPTH_LIMIT"
    MEMBER_LIMIT = "MEMBER_LIMIT"
    COLUMN_LIMIT = "COLUMN_LIMIT"
    CELL_TOO_LARGE = "CELL_TOO_LARGE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    MEMORY_LIMIT = "MEMORY_LIMIT"
    TIME_LIMIT = "TIME_LIMIT"
    PARSER_DIED = "PARSER_DIED"
    ENTITIES = "ENTITIES"
    UNKNOWN_FORMAT = "UNKNOWN_FORMAT"
    UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT"
    BINARY_CONTENT = "BINARY_CONTENT"
    MEMBERS_INCOMPLETE = "MEMBERS_INCOMPLETE"

    @property
    def sentence(self) -> str:
        """What it means, and what to do."""
        return _SENTENCES[self]


_SENTENCES = {
    Reason.EMPTY: "The file is empty; write it with content, or leave it out.",
    Reason.UNREADABLE: "The file cannot be opened or read; check that it is there and yours.",
    Reason.CORRUPT: "The bytes contradict the file's own format; write it again.",
    Reason.MALFORMED: "The text breaks the rules of its format; write it again with a tool.",
    Reason.TRUNCATED: "The file breaks off before its end; copy the whole file again.",
    Reason.ENCRYPTED: "The file or a part of it is encrypted; scan it before it is encrypted.",
    Reason.RATIO_LIMIT: "It unpacks to far more than its size, as bombs do; scan it unpacked.",
    Reason.DEPTH_LIMIT: "Archives or values are nested too deep; take out what is inside.",
    Reason.MEMBER_LIMIT: "The archive holds too many files; split it.",
    Reason.COLUMN_LIMIT: "It has more columns than any table should; split it.",
    Reason.CELL_TOO_LARGE: "One value, row or line is too large, or a quote is never closed.",
    Reason.FILE_TOO_LARGE: "It is larger than files of its format may be; split it.",
    Reason.MEMORY_LIMIT: "Reading it takes more memory than is given; split it.",
    Reason.TIME_LIMIT: "Reading it takes longer than is given; split it.",
    Reason.PARSER_DIED: "The file killed its parser; write it again with another tool.",
    Reason.ENTITIES: "It declares entities, which can hide or multiply content; remove them.",
    Reason.UNKNOWN_FORMAT: "The bytes are of no format that is known here.",
    Reason.UNSUPPORTED_FORMAT: "The format is known and not read; convert the file.",
    Reason.BINARY_CONTENT: "Some values are bytes, no text: declare the column opaque, or omit it.",
    Reason.MEMBERS_INCOMPLETE: "A file inside was not looked at as a whole; see its own result.",
}


class FileRefusedError(Exception):
    """The rest of a file cannot be looked at; its detail holds nothing of the content."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}")
