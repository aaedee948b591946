"""Special categories of personal data (GDPR, article 9), told by their context."""
