"""Finds what was forgotten."""
