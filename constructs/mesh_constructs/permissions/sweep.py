"""Sweep: compares landing with the ledger and enqueues what is missing."""

from mesh.naming import Names
from mesh_constructs.permissions.reach import Permissions, alerting, buckets, sending


def permissions(names: Names, key_arn: str) -> Permissions:
    """What mesh-sweep may do beyond the registry."""
    return (
        buckets(names, "landing", "Compare", ["s3:ListBucketVersions"])
        + alerting(names, key_arn)
        + sending(names, "mesh-scanner", "mesh-publisher.fifo")
    )
