"""The ``mesh`` command: a face over the same calls that the functions and the portal make."""
