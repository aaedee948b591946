"""KMS. Source: Service Authorization Reference, "AWS Key Management Service"."""

import base64
from collections.abc import Iterable
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam import keys_of_kms
from emulator.iam.actions.need import Actions, Need, arn, asks, given, together
from emulator.iam.matching import Context

_KEY_ID_BYTES = 36
_ON_KEYS = (
    *("CancelKeyDeletion", "Decrypt", "DescribeKey", "DisableKey", "DisableKeyRotation"),
    *("EnableKey", "EnableKeyRotation", "Encrypt", "GenerateDataKey", "GetKeyPolicy"),
    *("GetKeyRotationStatus", "ListResourceTags", "PutKeyPolicy", "ScheduleKeyDeletion"),
    *("TagResource", "UntagResource", "UpdateKeyDescription"),
)
_KEYS = {
    "kms:BypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck",
    "kms:EncryptionAlgorithm": "EncryptionAlgorithm",
    "kms:KeySpec": "KeySpec",
    "kms:KeyUsage": "KeyUsage",
    "kms:MultiRegion": "MultiRegion",
    "kms:ScheduleKeyDeletionPendingWindowInDays": "PendingWindowInDays",
}


def _on_key(call: Call) -> Iterable[Need]:
    named = str(call.parameters.get("KeyId") or _key_in(call.parameters.get("CiphertextBlob")))
    yield _use(f"kms:{call.operation}", named, call)


def _use(action: str, named: str, call: Call) -> Need:
    key = keys_of_kms.key_arn(named, account=call.account, region=call.region)
    if key is None and keys_of_kms.is_aws_managed(named):
        # Made by AWS at the first use; its policy lets its own account look at it.
        return Need(action=action, resource=arn("kms", named, call), alone=True)
    if key is None:
        code, what = "NotFoundException", f"Key '{named}' does not exist"
        if named.startswith("alias/"):
            what = f"Alias {arn('kms', named, call)} is not found."
        raise AwsError(code, what, 400)
    return Need(action=action, resource=key, context=_context(key, named, call))


def _context(key: str, named: str, call: Call) -> Context:
    encryption = call.parameters.get("EncryptionContext") or {}
    return {
        "kms:CallerAccount": call.account,
        **given(call, _KEYS),
        **({"kms:EncryptionContextKeys": sorted(encryption)} if encryption else {}),
        **{f"kms:EncryptionContext:{name}": str(value) for name, value in encryption.items()},
        **keys_of_kms.context_of(key, named=named),
    }


def _key_in(ciphertext: Any) -> str:  # noqa: ANN401 - moto's parser gives text or bytes
    """Id of the key that a ciphertext names.

    Raises:
        AwsError: InvalidCiphertextException, if it names none.
    """
    try:
        blob = base64.b64decode(ciphertext) if isinstance(ciphertext, str) else bytes(ciphertext)
        return blob[:_KEY_ID_BYTES].decode("ascii")
    except (TypeError, ValueError):
        raise AwsError("InvalidCiphertextException", "") from None


def _on_alias(call: Call) -> Iterable[Need]:
    """The alias, by the caller's policies alone, and each key that it names or shall name."""
    asked = call.parameters
    alias = arn("kms", str(asked["AliasName"]), call)
    yield Need(action=f"kms:{call.operation}", resource=alias, alone=True)
    known = keys_of_kms.key_arn(str(asked["AliasName"]), account=call.account, region=call.region)
    for named in (known, asked.get("TargetKeyId")):
        if named and not (call.operation == "CreateAlias" and named == known):
            yield _use(f"kms:{call.operation}", str(named), call)


def _tags(call: Call) -> Iterable[Need]:
    return [Need(action="kms:TagResource")] if call.parameters.get("Tags") else []


def _new_key(call: Call) -> Context:
    return {"kms:CallerAccount": call.account, **given(call, _KEYS)}


ACTIONS: Actions = {
    **dict.fromkeys(_ON_KEYS, _on_key),
    **dict.fromkeys(("CreateAlias", "DeleteAlias", "UpdateAlias"), _on_alias),
    "CreateKey": together(asks("kms:CreateKey", keys=_new_key), _tags),
    "ListAliases": asks("kms:ListAliases"),
    "ListKeys": asks("kms:ListKeys"),
}
