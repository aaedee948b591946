"""Lifecycle rules: CloudFormation writes them in other words than S3's own API."""

from collections.abc import Mapping

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.template import Json

_SAME = frozenset({"Id", "Status", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"})
_FILTERS = {
    "Prefix": "Prefix",
    "ObjectSizeGreaterThan": "ObjectSizeGreaterThan",
    "ObjectSizeLessThan": "ObjectSizeLessThan",
}
_EXPIRATIONS = {
    "ExpirationInDays": "Days",
    "ExpirationDate": "Date",
    "ExpiredObjectDeleteMarker": "ExpiredObjectDeleteMarker",
}


def lifecycle_rule(rule: Mapping[str, Json]) -> dict[str, Json]:
    """Write one rule as S3's API wants it.

    Raises:
        ResourceError: naming a field that has no counterpart here.
    """
    made: dict[str, Json] = {"Filter": _filter(rule)}
    for name, value in rule.items():
        if name in _SAME:
            made["ID" if name == "Id" else name] = value
        elif name in _EXPIRATIONS:
            made.setdefault("Expiration", {})[_EXPIRATIONS[name]] = _number(value)
        elif name == "NoncurrentVersionExpirationInDays":
            made["NoncurrentVersionExpiration"] = {"NoncurrentDays": value}
        elif name in {"Transitions", "NoncurrentVersionTransitions"}:
            days = "Days" if name == "Transitions" else "NoncurrentDays"
            made[name] = [_transition(entry, days) for entry in value]
        elif name not in {*_FILTERS, "TagFilters"}:
            message = (
                f"property LifecycleConfiguration.Rules.{name} of AWS::S3::Bucket is not part of "
                "the embedded AWS"
            )
            raise ResourceError(message)
    return made


def _filter(rule: Mapping[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = {
        name: _number(rule[key]) if key != "Prefix" else rule[key]
        for key, name in _FILTERS.items()
        if key in rule
    }
    tags = rule.get("TagFilters", [])
    if len(found) + len(tags) > 1:
        return {"And": {**found, **({"Tags": tags} if tags else {})}}
    return {"Tag": tags[0]} if tags else found or {"Prefix": ""}


def _transition(entry: Mapping[str, Json], days: str) -> dict[str, Json]:
    names = {"TransitionInDays": days, "TransitionDate": "Date"}
    return {names.get(name, name): value for name, value in entry.items()}


def _number(value: Json) -> Json:
    return int(value) if isinstance(value, str) and value.isdigit() else value
