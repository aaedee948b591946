"""Scanner: reads exact versions in landing, refuses into quarantine, wakes the publisher."""

from mesh.naming import Names
from mesh.registry.keys import Family, Listed
from mesh_constructs.permissions.reach import (
    Permissions,
    alerting,
    buckets,
    consuming,
    domain_keys,
    objects,
    sending,
)
from mesh_constructs.permissions.registry_use import RegistryUse

REGISTRY = RegistryUse(
    gets=(Family.FILES,),
    queries=(Family.DOMAINS, Family.PRODUCTS),
    lists=(Listed.PRODUCTS,),
    puts=(Family.FILES, Family.VERDICTS),
)


def permissions(names: Names, key_arn: str) -> Permissions:
    """What mesh-scanner may do beyond the registry."""
    read = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
    return (
        objects(names, "landing", "ReadAndSettle", [*read, "s3:PutObjectVersionTagging"])
        + buckets(names, "landing", "TellGone", ["s3:ListBucket"])
        + objects(names, "quarantine", "Refuse", ["s3:PutObject", "s3:AbortMultipartUpload"])
        + domain_keys(names, via="s3")
        + alerting(names, key_arn)
        + consuming(names, "mesh-scanner")
        + sending(names, "mesh-publisher.fifo")
    )
