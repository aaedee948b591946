"""Scans what landed."""
