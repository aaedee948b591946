"""Numbers that the mesh holds itself to; never run by pytest."""
