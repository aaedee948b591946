"""Sweep: compares landing with the ledger and enqueues what is missing."""

from mesh.naming import Names
from mesh_constructs.permissions.reach import Permissions, buckets, sending


def permissions(names: Names) -> Permissions:
    """What mesh-sweep may do beyond the registry."""
    return buckets(names, "landing", "Compare", ["s3:ListBucketVersions"]) + sending(
        names, "mesh-scanner", "mesh-publisher.fifo"
    )
