"""Papers, told by their context."""
