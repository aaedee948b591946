"""IAM. Source: Service Authorization Reference, "AWS Identity and Access Management"."""

from collections.abc import Iterable

from emulator.api import AwsError, Call
from emulator.iam import stored, users
from emulator.iam.actions.need import Actions, Need, asks, named_by, same_name, together
from emulator.iam.matching import Context

_ON_ROLES = (
    *("DeleteRole", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"),
    *("ListRoleTags", "TagRole", "UntagRole", "UpdateAssumeRolePolicy", "UpdateRole"),
    *("UpdateRoleDescription",),
)
_GUARDED = (
    *("AttachRolePolicy", "DeleteRolePermissionsBoundary", "DeleteRolePolicy"),
    *("DetachRolePolicy", "PutRolePolicy"),
)
"""Operations whose boundary key is the one that the role has already."""
_ON_USERS = (
    *("AttachUserPolicy", "CreateAccessKey", "DeleteAccessKey", "DeleteUser", "DeleteUserPolicy"),
    *("DetachUserPolicy", "GetUser", "GetUserPolicy", "ListAccessKeys", "ListAttachedUserPolicies"),
    *("ListGroupsForUser", "ListUserPolicies", "ListUserTags", "PutUserPolicy", "TagUser"),
    *("UntagUser", "UpdateAccessKey"),
)
_ON_GROUPS = (
    *("AddUserToGroup", "AttachGroupPolicy", "CreateGroup", "DeleteGroup", "DeleteGroupPolicy"),
    *("DetachGroupPolicy", "GetGroup", "GetGroupPolicy", "ListAttachedGroupPolicies"),
    *("ListGroupPolicies", "PutGroupPolicy", "RemoveUserFromGroup"),
)
_ON_POLICIES = (
    *("CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "GetPolicy"),
    *("GetPolicyVersion", "ListEntitiesForPolicy", "ListPolicyVersions"),
)


def _role(call: Call) -> Iterable[str]:
    name = str(call.parameters["RoleName"])
    known = stored.role_named(call.account, name)
    path = call.parameters.get("Path") or "/"
    return (known.arn if known else f"arn:aws:iam::{call.account}:role{path}{name}",)


def _new_policy(call: Call) -> Iterable[str]:
    asked = call.parameters
    return (f"arn:aws:iam::{call.account}:policy{asked.get('Path') or '/'}{asked['PolicyName']}",)


def _guard(call: Call) -> Context:
    """The boundary that the role has, or that the call gives it, and the policy it attaches."""
    asked = call.parameters
    known = stored.role_named(call.account, str(asked.get("RoleName")))
    held = known.permissions_boundary_arn if known and call.operation in _GUARDED else None
    found = {
        "iam:PermissionsBoundary": asked.get("PermissionsBoundary") or held,
        "iam:PolicyARN": asked.get("PolicyArn"),
    }
    return {key: str(value) for key, value in found.items() if value}


def _tags(action: str, resource: str) -> Iterable[Need]:
    return [Need(action=action, resource=resource)]


def _tagged_role(call: Call) -> Iterable[Need]:
    return [need for arn in _role(call) for need in _tags("iam:TagRole", arn) if _has_tags(call)]


def _tagged_policy(call: Call) -> Iterable[Need]:
    return [
        need for arn in _new_policy(call) for need in _tags("iam:TagPolicy", arn) if _has_tags(call)
    ]


def _has_tags(call: Call) -> bool:
    return bool(call.parameters.get("Tags"))


def _user(call: Call) -> Iterable[str]:
    return (users.named_in(call),)


def _group(call: Call) -> Iterable[str]:
    return (users.group_in(call),)


def _new_user(call: Call) -> Iterable[str]:
    """The user to be.

    Raises:
        AwsError: NotImplemented, for a boundary, which nobody would keep.
    """
    if call.parameters.get("PermissionsBoundary"):
        message = "permissions boundaries of users are not part of the embedded AWS"
        raise AwsError("NotImplemented", message, 501)
    return _user(call)


def _tagged_user(call: Call) -> Iterable[Need]:
    return _tags("iam:TagUser", users.named_in(call)) if _has_tags(call) else []


ACTIONS: Actions = {
    **same_name("iam", _user, _ON_USERS, _guard),
    **same_name("iam", _group, _ON_GROUPS, _guard),
    "CreateUser": together(asks("iam:CreateUser", _new_user), _tagged_user),
    "ListUsers": asks("iam:ListUsers"),
    "ListGroups": asks("iam:ListGroups"),
    **same_name("iam", _role, _ON_ROLES),
    **same_name("iam", _role, (*_GUARDED, "PutRolePermissionsBoundary"), _guard),
    **same_name("iam", named_by("PolicyArn"), _ON_POLICIES),
    "CreatePolicy": together(asks("iam:CreatePolicy", _new_policy), _tagged_policy),
    "CreateRole": together(asks("iam:CreateRole", _role, _guard), _tagged_role),
    "ListPolicies": asks("iam:ListPolicies"),
    "ListRoles": asks("iam:ListRoles"),
}
