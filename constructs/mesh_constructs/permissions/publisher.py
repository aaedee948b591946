"""Publisher: the one committer of published zones and of the catalogue's tables."""

from mesh.naming import Names
from mesh.registry.keys import Family, Listed
from mesh_constructs.permissions.reach import (
    Permissions,
    alerting,
    buckets,
    catalogue,
    consuming,
    domain_keys,
    objects,
    sending,
)
from mesh_constructs.permissions.registry_use import RegistryUse
from mesh_constructs.policy import allow

_TABLES = [
    f"glue:{operation}"
    for operation in ("GetDatabase", "GetTable", "GetTables", "CreateTable", "UpdateTable")
]

REGISTRY = RegistryUse(
    gets=(Family.FILES,),
    queries=(Family.DOMAINS, Family.PRODUCTS, Family.FILES, Family.PUBLICATIONS),
    lists=(Listed.CLEAN,),
    puts=(Family.FILES, Family.PUBLICATIONS),
    # A contract says what is personal: the publisher says of it only that its tables exist.
    marks={Family.PRODUCTS: "table_state"},
    # What was prepared and never committed is forgotten.
    deletes=(Family.PUBLICATIONS,),
)


def permissions(names: Names, key_arn: str, token_key_arn: str) -> Permissions:
    """What mesh-publisher may do beyond the registry."""
    read = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
    write = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]
    lists = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation"]
    return (
        objects(names, "landing", "ReadAndSettle", [*read, "s3:PutObjectVersionTagging"])
        + buckets(names, "landing", "TellGone", ["s3:ListBucket"])
        + objects(names, "published", "Commit", [*read[:2], *write, "s3:AbortMultipartUpload"])
        + buckets(names, "published", "ListPublished", lists)
        + objects(names, "quarantine", "Refuse", ["s3:PutObject", "s3:AbortMultipartUpload"])
        + domain_keys(names, via="s3")
        + alerting(names, key_arn)
        + consuming(names, "mesh-publisher.fifo")
        + sending(names, "mesh-publisher.fifo", "mesh-reconciler.fifo")
        + _tables(names)
        + Permissions((allow("MakeTokens", ["kms:GenerateMac"], token_key_arn),))
    )


def _tables(names: Names) -> Permissions:
    catalog, databases, tables = catalogue(names)
    return Permissions(
        (allow("Tables", _TABLES, [catalog, databases, tables]),),
        (databases, tables),
    )
