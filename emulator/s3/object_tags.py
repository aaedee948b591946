"""Tags of objects as condition keys: those that are there, and those that a call brings.

Source: Service Authorization Reference, "Condition keys for Amazon S3".
"""

from urllib.parse import parse_qsl

from moto.s3.models import s3_backends

from emulator.api import Call
from emulator.s3.store import StoredObject

Keys = dict[str, str | list[str]]


def tags_of_object(stored: StoredObject | None) -> Keys:
    """``s3:ExistingObjectTag/…``; nothing for an object that is not there."""
    if stored is None:
        return {}
    backend = s3_backends[stored.account_id]["aws"]
    tags = backend.tagger.get_tag_dict_for_resource(stored.arn)
    return {f"s3:ExistingObjectTag/{key}": str(value) for key, value in tags.items()}


def tags_of_call(call: Call) -> Keys:
    """``s3:RequestObjectTag/…`` and their keys, of a call that sets tags."""
    given = call.parameters.get("Tagging")
    if isinstance(given, str):
        tags = dict(parse_qsl(given, keep_blank_values=True))
    else:
        listed = (given or {}).get("TagSet") or ()
        tags = {str(tag["Key"]): str(tag["Value"]) for tag in listed}
    if not tags:
        return {}
    keys: Keys = {"s3:RequestObjectTagKeys": sorted(tags)}
    return keys | {f"s3:RequestObjectTag/{key}": value for key, value in tags.items()}
