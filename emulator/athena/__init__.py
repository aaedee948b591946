"""Athena: its API, and its SQL run by DuckDB over what Lake Formation lets each caller see."""
