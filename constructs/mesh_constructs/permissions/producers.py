"""Owner, engineer and steward of a producer domain."""

from mesh.naming import Domain, Names, Zone
from mesh_constructs.bucket import bucket_arn
from mesh_constructs.location_boundary import DOMAIN_KEY
from mesh_constructs.people import querying
from mesh_constructs.policy import Statement, allow, by_alias

_LISTS = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation"]
_READS = ["s3:GetObject", "s3:GetObjectVersion"]
_LANDS = [*_READS, "s3:PutObject", "s3:AbortMultipartUpload"]


def roles(names: Names, domain: Domain) -> dict[str, tuple[list[Statement], list[str]]]:
    """Statements of each role, and the patterns among them.

    Owner and engineer land files; owner and steward look into quarantine; all query.
    """
    return {
        "owner": _role(names, domain, lands=True, inspects=True),
        "engineer": _role(names, domain, lands=True, inspects=False),
        "steward": _role(names, domain, lands=False, inspects=True),
    }


def _role(
    names: Names, domain: Domain, *, lands: bool, inspects: bool
) -> tuple[list[Statement], list[str]]:
    statements, patterns = querying(names, domain.account, domain.name)
    for zone, actions, wanted in (("landing", _LANDS, lands), ("quarantine", _READS, inspects)):
        if wanted:
            objects = f"{bucket_arn(names.bucket(zone, domain.account))}/*"
            statements += _zone(names, domain, zone, actions)
            patterns.append(objects)
    key = allow(
        "DomainKey",
        ["kms:Decrypt", "kms:GenerateDataKey"],
        f"arn:aws:kms:{names.region}:{domain.account}:key/*",
        when=by_alias(f"alias/{DOMAIN_KEY}", f"s3.{names.region}.amazonaws.com"),
    )
    return [*statements, key], patterns


def _zone(names: Names, domain: Domain, zone: Zone, actions: list[str]) -> list[Statement]:
    arn = bucket_arn(names.bucket(zone, domain.account))
    return [
        allow(f"{zone.title()}Objects", actions, f"{arn}/*"),
        allow(f"{zone.title()}List", _LISTS, arn),
    ]
