"""Owner, engineer and steward of a producer domain."""

from mesh.naming import Zone
from mesh_constructs.bucket import bucket_arn
from mesh_constructs.location_boundary import DOMAIN_KEY
from mesh_constructs.people import querying
from mesh_constructs.place import Place
from mesh_constructs.policy import Statement, allow, by_alias

_LISTS = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation"]
_READS = ["s3:GetObject", "s3:GetObjectVersion"]
_LANDS = [*_READS, "s3:PutObject", "s3:AbortMultipartUpload"]
_MAY: dict[str, dict[Zone, list[str]]] = {
    "owner": {"landing": _LANDS, "quarantine": _READS},
    "engineer": {"landing": _LANDS},
    "steward": {"quarantine": _READS},
}


def roles(place: Place) -> dict[str, tuple[list[Statement], list[str]]]:
    """Statements of each role, and the patterns among them.

    Owner and engineer land files; owner and steward look into quarantine; all query.
    """
    return {short: _role(place, zones) for short, zones in _MAY.items()}


def _role(place: Place, zones: dict[Zone, list[str]]) -> tuple[list[Statement], list[str]]:
    statements, patterns = querying(place)
    for zone, actions in zones.items():
        bucket = bucket_arn(place.names.bucket(zone, place.account))
        objects = f"{bucket}/*"
        statements += [
            allow(f"{zone.title()}Objects", actions, objects),
            allow(f"{zone.title()}List", _LISTS, bucket),
        ]
        patterns.append(objects)
    return [*statements, _domain_key(place)], patterns


def _domain_key(place: Place) -> Statement:
    return allow(
        "DomainKey",
        ["kms:Decrypt", "kms:GenerateDataKey"],
        f"arn:aws:kms:{place.names.region}:{place.account}:key/*",
        when=by_alias(f"alias/{DOMAIN_KEY}", f"s3.{place.names.region}.amazonaws.com"),
    )
