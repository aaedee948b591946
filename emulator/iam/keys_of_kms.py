"""KMS keys as decisions see them: by ARN, with their aliases."""

from typing import Any

from moto.kms.models import kms_backends

from emulator.api import AwsError


def key_arn(named: str, *, account: str, region: str) -> str | None:
    """ARN of a key that is named by id, alias or ARN; None if it does not exist."""
    if named.startswith("arn:"):
        _, _, _, region, account, named = named.split(":", 5)
        named = named.removeprefix("key/")
    backend = kms_backends[account][region]
    if named.startswith("alias/"):
        return next((str(key.arn) for key in _keys(backend) if named in key.aliases), None)
    key = backend.keys.get(named)
    return str(key.arn) if key else None


def arn_of_id(identifier: str, *, region: str) -> str | None:
    """ARN of a key of whichever account by its id, as a ciphertext names it."""
    found = (
        backends[region].keys.get(identifier)
        for backends in list(kms_backends.values())
        if region in backends
    )
    return next((str(key.arn) for key in found if key), None)


def is_aws_managed(named: str) -> bool:
    """Whether a name is that of a key which AWS keeps for a service."""
    return named.startswith("alias/aws/") or ":alias/aws/" in named


def context_of(arn: str, *, named: str) -> dict[str, str | list[str]]:
    """Condition keys that a key brings into a decision.

    Args:
        arn: of the key.
        named: how the call names it; an alias counts as such.
    """
    _, _, _, region, account, rest = arn.split(":", 5)
    key = kms_backends[account][region].keys.get(rest.removeprefix("key/"))
    context: dict[str, str | list[str]] = {"kms:KeyOrigin": "AWS_KMS"}
    if key:
        context |= {
            "kms:KeySpec": str(key.key_spec),
            "kms:KeyUsage": str(key.key_usage),
            "kms:MultiRegion": str(bool(key.multi_region)).lower(),
        }
    if key and key.aliases:
        context["kms:ResourceAliases"] = sorted(key.aliases)
    if "alias/" in named:
        context["kms:RequestAlias"] = named[named.index("alias/") :]
    return context


def state_of(arn: str) -> str:
    """``Enabled``, ``Disabled`` or ``PendingDeletion``; the last for one that is gone."""
    _, _, _, region, account, rest = arn.split(":", 5)
    key = kms_backends[account][region].keys.get(rest.removeprefix("key/"))
    return str(key.key_state) if key else "PendingDeletion"


def check_state(arn: str, *, prefix: str = "") -> None:
    """Refuse to use a key that is disabled or about to be deleted.

    Args:
        prefix: of the code, where another service uses the key: ``KMS.``.

    Raises:
        AwsError: DisabledException, KMSInvalidStateException.
    """
    state = state_of(arn)
    if state == "Disabled":
        raise AwsError(f"{prefix}DisabledException", f"{arn} is disabled.", 400)
    if state == "PendingDeletion":
        raise wrong_state(arn, "pending deletion", prefix=prefix)


def wrong_state(arn: str, state: str, *, prefix: str = "") -> AwsError:
    """What KMS answers where a key is in no state for what is asked."""
    return AwsError(f"{prefix}KMSInvalidStateException", f"{arn} is {state}.", 400)


def _keys(backend: Any) -> list[Any]:  # noqa: ANN401 - moto's own backend
    return list(backend.keys.values())
