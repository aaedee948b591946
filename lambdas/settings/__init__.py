"""Merges the mesh's administrators into an account's Lake Formation settings."""
