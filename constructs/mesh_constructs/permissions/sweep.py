"""Sweep: compares landing with the ledger and enqueues what is missing."""

from mesh.naming import Names
from mesh.registry.keys import Family
from mesh_constructs.permissions.reach import Permissions, buckets, sending
from mesh_constructs.permissions.registry_use import RegistryUse

REGISTRY = RegistryUse(queries=(Family.DOMAINS, Family.FILES))


def permissions(names: Names) -> Permissions:
    """What mesh-sweep may do beyond the registry."""
    return buckets(names, "landing", "Compare", ["s3:ListBucketVersions"]) + sending(
        names, "mesh-scanner", "mesh-publisher.fifo"
    )
