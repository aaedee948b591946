"""Statements of functions' resource policies, as AWS writes them."""

from collections.abc import Mapping
from typing import Any

_ACCOUNT_DIGITS = 12
_CONDITIONS = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
}


def permission_statement(permission: Mapping[str, Any], function_arn: str) -> dict[str, Any]:
    """The statement that an AddPermission call adds."""
    conditions: dict[str, dict[str, str]] = {}
    for name, (operator, key) in _CONDITIONS.items():
        if name in permission:
            conditions.setdefault(operator, {})[key] = permission[name]
    return {
        "Sid": permission["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(permission["Principal"]),
        "Action": permission["Action"],
        "Resource": function_arn,
        **({"Condition": conditions} if conditions else {}),
    }


def _principal(named: str) -> str | dict[str, str]:
    if named == "*":
        return named
    if named.endswith(".amazonaws.com"):
        return {"Service": named}
    if named.isdigit() and len(named) == _ACCOUNT_DIGITS:
        return {"AWS": f"arn:aws:iam::{named}:root"}
    return {"AWS": named}
