"""Names that accounts agree on without asking each other."""

from mesh.naming.names import Names, ProductAddress, Zone

__all__ = ["Names", "ProductAddress", "Zone"]
