"""A refused file is told at once."""

from mesh.publishing.ledger import LedgerEntry


def refusal_alert(entry: LedgerEntry) -> tuple[str, dict[str, object]]:
    """Subject and content of the alert about a refused file; nothing of its content is in it."""
    subject = f"Refused: {entry.domain}/{entry.product}"
    content: dict[str, object] = {
        "kind": "file-refused",
        "domain": entry.domain,
        "product": entry.product,
        "key": entry.file.key,
        "version": entry.file.version_id,
        "status": entry.verdict.status,
        "reason": entry.verdict.reason,
        "format": entry.verdict.format,
        "reasons": list(entry.verdict.reasons),
        "findings": [found.to_dict() for found in entry.verdict.findings],
        "next": "mesh quarantine list, then mesh quarantine release or discard",
    }
    return subject, content
