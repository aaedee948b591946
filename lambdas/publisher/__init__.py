"""Publishes what is clean."""
