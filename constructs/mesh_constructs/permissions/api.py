"""API: the registry, and messages to the functions that act on it."""

from mesh.naming import Names
from mesh.registry.keys import Family, Listed
from mesh_constructs.permissions.reach import Permissions, sending
from mesh_constructs.permissions.registry_use import RegistryUse

REGISTRY = RegistryUse(
    gets=(Family.DOMAINS, Family.TICKETS, Family.SUBSCRIPTIONS, Family.FILES),
    queries=(
        Family.DOMAINS,
        Family.PRODUCTS,
        Family.SUBSCRIPTIONS,
        Family.FILES,
        Family.VERDICTS,
        Family.PUBLICATIONS,
        Family.AUDIT,
    ),
    lists=(Listed.PRODUCTS, Listed.QUARANTINED),
    puts=(Family.SUBSCRIPTIONS, Family.FILES, Family.AUDIT),
    updates=(Family.DOMAINS, Family.TICKETS),
)


def permissions(names: Names) -> Permissions:
    """What mesh-api may do beyond the registry."""
    queues = ("mesh-registrar", "mesh-reconciler", "mesh-publisher")
    return sending(names, *(f"{queue}.fifo" for queue in queues), "mesh-scanner")
