"""Athena's SQL in, DuckDB's SQL out: only what was tried against Athena's answers passes."""
