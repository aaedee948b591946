"""KMS. Source: Service Authorization Reference, "AWS Key Management Service"."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam import keys_of_kms
from emulator.iam.actions.need import Actions, Need, arn, asks, decided_later, given, together
from emulator.iam.matching import Context

_KEY_ID_BYTES = 36
_ON_KEYS = (
    *("CancelKeyDeletion", "Decrypt", "DescribeKey", "DisableKey", "DisableKeyRotation"),
    *("EnableKey", "EnableKeyRotation", "Encrypt", "GenerateDataKey", "GenerateMac"),
    *("GetKeyPolicy",),
    *("CreateGrant", "GetKeyRotationStatus", "ListGrants", "ListResourceTags", "PutKeyPolicy"),
    *("RevokeGrant", "ScheduleKeyDeletion"),
    *("TagResource", "UntagResource", "UpdateKeyDescription"),
)
_KEYS = {
    "kms:BypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck",
    "kms:EncryptionAlgorithm": "EncryptionAlgorithm",
    "kms:GrantOperations": "Operations",
    "kms:GranteePrincipal": "GranteePrincipal",
    "kms:KeySpec": "KeySpec",
    "kms:KeyUsage": "KeyUsage",
    "kms:MacAlgorithm": "MacAlgorithm",
    "kms:MultiRegion": "MultiRegion",
    "kms:RetiringPrincipal": "RetiringPrincipal",
    "kms:ScheduleKeyDeletionPendingWindowInDays": "PendingWindowInDays",
}


def _on_key(call: Call) -> Iterable[Need]:
    yield _use(f"kms:{call.operation}", _named(call), call)


def key_of(call: Call) -> str:
    """ARN of the key that a call is about.

    Raises:
        AwsError: NotFoundException, if there is none; InvalidCiphertextException.
    """
    return _use(f"kms:{call.operation}", _named(call), call).resource


def _named(call: Call) -> str:
    named = call.parameters.get("KeyId")
    if named:
        return str(named)
    identifier = _key_in(call.parameters.get("CiphertextBlob"))
    return keys_of_kms.arn_of_id(identifier, region=call.region) or identifier


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
    constraints = call.parameters.get("Constraints") or {}
    kind, constrained = next(iter(constraints.items()), ("", {}))
    encryption: Mapping[str, Any] = call.parameters.get("EncryptionContext") or constrained
    return {
        "kms:CallerAccount": call.account,
        **({"kms:GrantConstraintType": kind} if kind else {}),
        **({"kms:GrantIsForAWSResource": "false"} if "Grant" in call.operation else {}),
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
    "ListRetirableGrants": asks("kms:ListRetirableGrants"),
    "RetireGrant": decided_later,
    "ListKeys": asks("kms:ListKeys"),
}
