"""The registry's API."""
