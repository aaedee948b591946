"""Names that accounts agree on without asking each other."""

from mesh.naming.mesh_file import Domain, Mesh, read_mesh
from mesh.naming.names import Names, ProductAddress, Zone

__all__ = ["Domain", "Mesh", "Names", "ProductAddress", "Zone", "read_mesh"]
