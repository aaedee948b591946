"""Reasons that people give: short, on one line, kept in the audit trail."""

from mesh.errors import MeshError

MOST_CHARACTERS = 500


def fault_of(text: str) -> str | None:
    """What is wrong with a reason; None if it can be kept."""
    if len(text) > MOST_CHARACTERS:
        return f"has {len(text):,} characters; say it in {MOST_CHARACTERS}, and link to the rest"
    if not text.isprintable():
        return "has a line break or a control character; write it on one line"
    return None


def check_reason(name: str, text: str) -> str:
    """A reason, if it can be kept.

    Raises:
        MeshError: if it is too long or not on one line.
    """
    fault = fault_of(text)
    if fault:
        raise MeshError(f"{name} {fault}")
    return text
