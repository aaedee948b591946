"""What every template of the mesh is held to."""
