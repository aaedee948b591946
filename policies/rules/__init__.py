"""The rules, one per module."""
