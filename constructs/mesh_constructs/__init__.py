"""Building blocks of the mesh's accounts."""
