"""The scanner as `mesh scan` runs it, measured on files dense with personal data."""
