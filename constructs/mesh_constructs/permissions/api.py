"""API: the registry, and messages to the functions that act on it."""

from mesh.naming import Names
from mesh_constructs.permissions.reach import Permissions, sending


def permissions(names: Names) -> Permissions:
    """What mesh-api may do beyond the registry."""
    queues = ("mesh-registrar", "mesh-reconciler", "mesh-publisher")
    return sending(names, *(f"{queue}.fifo" for queue in queues), "mesh-scanner")
