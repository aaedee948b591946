"""A refused file is told at once."""

from mesh.publishing.ledger import LedgerEntry

_DECIDE = "mesh quarantine list, then mesh quarantine release or discard"
_REPLACE = (
    "declare what it holds in the contract, or land a version without it: that replaces its rows"
)


def refusal_alert(entry: LedgerEntry) -> tuple[str, dict[str, object]]:
    """Subject and content of the alert about a refused file; nothing of its content is in it."""
    is_published = entry.state == "published"
    told = "Refused though published" if is_published else "Refused"
    subject = f"{told}: {entry.domain}/{entry.product}"
    content: dict[str, object] = {
        "kind": "published-file-refused" if is_published else "file-refused",
        "domain": entry.domain,
        "product": entry.product,
        "key": entry.file.key,
        "version": entry.file.version_id,
        "status": entry.verdict.status,
        "reason": entry.verdict.reason,
        "format": entry.verdict.format,
        "reasons": list(entry.verdict.reasons),
        "findings": [found.to_dict() for found in entry.verdict.findings],
        "next": _REPLACE if is_published else _DECIDE,
    }
    return subject, content
