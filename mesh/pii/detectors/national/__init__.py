"""National and tax identifiers."""
