"""The catalogue's resource policy.

Source: Glue API reference, PutResourcePolicy (``EnableHybrid``), GetResourcePolicy,
DeleteResourcePolicy; developer guide, "Granting cross-account access". Assumed: the error of a put
that does not say ``EnableHybrid`` although Lake Formation shares already.
"""

from datetime import UTC, datetime
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam.documents import read_policy
from emulator.iam.errors import PolicyError
from emulator.lakeformation.catalogue_policy import CatalogPolicies, CatalogPolicy
from emulator.lakeformation.sharing import follow_policy
from emulator.lakeformation.store import invalid, lake_of, missing


def put(call: Call) -> dict[str, Any]:
    """``PutResourcePolicy``: of the caller's catalogue."""
    text, kept = call.parameters["PolicyInJson"], call.cloud.store(CatalogPolicies).kept
    before = kept.get(call.account)
    _require_conditions(call, before)
    shares = any(lake_of(call.cloud, call.account).shares.values())
    if shares and call.parameters.get("EnableHybrid") != "TRUE":
        raise invalid(
            "Lake Formation shares resources of this catalog through AWS RAM: set EnableHybrid to "
            "TRUE to put a resource policy beside that."
        )
    try:
        read_policy(text, name="policy of PutResourcePolicy", kind="resource")
    except PolicyError as error:
        raise invalid(f"Policy is not valid: {error}") from None
    now = datetime.now(UTC)
    made = CatalogPolicy(text=text, made=before.made if before else now, updated=now)
    kept[call.account] = made
    follow_policy(call.cloud, call.account)
    return {"PolicyHash": made.hash}


def get(call: Call) -> dict[str, Any]:
    """``GetResourcePolicy``."""
    kept = _kept(call)
    return {
        "PolicyInJson": kept.text,
        "PolicyHash": kept.hash,
        "CreateTime": kept.made,
        "UpdateTime": kept.updated,
    }


def delete(call: Call) -> dict[str, Any]:
    """``DeleteResourcePolicy``."""
    _require_conditions(call, _kept(call))
    del call.cloud.store(CatalogPolicies).kept[call.account]
    follow_policy(call.cloud, call.account)
    return {}


def _kept(call: Call) -> CatalogPolicy:
    found = call.cloud.store(CatalogPolicies).kept.get(call.account)
    if found is None:
        raise missing("Policy not found")
    return found


def _require_conditions(call: Call, before: CatalogPolicy | None) -> None:
    exists, wanted = before is not None, call.parameters.get("PolicyExistsCondition")
    if (wanted == "MUST_EXIST" and not exists) or (wanted == "NOT_EXIST" and exists):
        raise AwsError(
            "ConditionCheckFailureException", f"Policy {'exists' if exists else 'does not exist'}."
        )
    named = call.parameters.get("PolicyHashCondition")
    if named is not None and (before is None or before.hash != named):
        raise AwsError("ConditionCheckFailureException", "Policy hash condition not met.")
