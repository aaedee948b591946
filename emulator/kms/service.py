"""KMS's operations where moto knows a key by its id only, and uses one that is disabled."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.api import Call
from emulator.iam import keys_of_kms
from emulator.iam.actions.kms import key_of
from emulator.kms import grants

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_CHANGES = ("CancelKeyDeletion", "DisableKey", "EnableKey", "ScheduleKeyDeletion")
_USES = ("Decrypt", "Encrypt", "GenerateDataKey", "GenerateMac")


def install(cloud: "Cloud") -> None:
    """Serve KMS."""
    cloud.operations["kms"] = {
        **dict.fromkeys(_CHANGES, change_key),
        **dict.fromkeys(_USES, use_key),
        "CreateGrant": grants.create_grant,
        "ListGrants": grants.list_grants,
        "ListRetirableGrants": grants.list_retirable_grants,
        "RetireGrant": grants.retire_grant,
        "RevokeGrant": grants.revoke_grant,
    }


def change_key(call: Call) -> Mapping[str, Any]:
    """Serve what changes a key's state.

    Raises:
        AwsError: KMSInvalidStateException, if the key is about to be deleted, or shall be saved
            from a deletion that nobody asked for.
    """
    arn, cancels = key_of(call), call.operation == "CancelKeyDeletion"
    doomed = keys_of_kms.state_of(arn) == "PendingDeletion"
    if doomed != cancels:
        raise keys_of_kms.wrong_state(arn, "pending deletion" if doomed else "not pending deletion")
    output = _by_moto(call, arn)
    if "KeyId" in output:
        output["KeyId"] = arn
    return output


def use_key(call: Call) -> Mapping[str, Any]:
    """Serve what encrypts and decrypts.

    Raises:
        AwsError: DisabledException or KMSInvalidStateException.
    """
    arn = key_of(call)
    keys_of_kms.check_state(arn)
    return _by_moto(call, arn)


def _by_moto(call: Call, arn: str) -> dict[str, Any]:
    _, _, _, region, account, rest = arn.split(":", 5)
    given = {**call.parameters, "KeyId": rest.removeprefix("key/")}
    return call.cloud.moto("kms", call.operation, given, account=account, region=region)
