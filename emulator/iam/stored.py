"""Where policies are kept: moto's stores, read and never changed."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from moto.iam.models import AWSManagedPolicy, IAMBackend, ManagedPolicy, iam_backends

from emulator.accounts import is_account_id
from emulator.api import AwsError, Principal
from emulator.iam import users
from emulator.iam.documents import Policy, read_policy

_AWS_MANAGED = (
    "AdministratorAccess",
    "AWSCloudFormationReadOnlyAccess",
    "AmazonAPIGatewayPushToCloudWatchLogs",
    "AWSLambdaBasicExecutionRole",
    "ReadOnlyAccess",
)


def role_of(principal: Principal) -> Any:  # noqa: ANN401 - moto's own Role
    """Moto's role behind a session.

    Raises:
        AwsError: InvalidClientTokenId, if the role is gone: its sessions end with it.
    """
    role = find_role(principal.role_arn or "")
    if role is None:
        message = f"The role {principal.role_arn} of this session does not exist any more"
        raise AwsError("InvalidClientTokenId", message, 403)
    return role


def find_role(arn: str) -> Any:  # noqa: ANN401 - moto's own Role
    """Moto's role by ARN, path included; None if there is none."""
    parts = arn.split(":")
    if len(parts) < 6:  # noqa: PLR2004 - parts of an ARN
        return None
    roles = iam_backends[parts[4]]["aws"].roles.values()
    return next((role for role in roles if role.arn == arn), None)


def principal_exists(arn: str) -> bool:
    """Whether an ARN names an account, a role, a user or a session of a role, as policies do."""
    parts = arn.split(":")
    if len(parts) < 6:  # noqa: PLR2004 - parts of an ARN
        return is_account_id(arn)
    kind, _, rest = parts[5].partition("/")
    if parts[2] == "sts" and kind == "assumed-role":
        return role_named(parts[4], rest.split("/", maxsplit=1)[0]) is not None
    known = parts[5] == "root" or find_role(arn) is not None
    return known or (kind == "user" and users.user_with(arn) is not None)


def role_named(account: str, name: str) -> Any:  # noqa: ANN401 - moto's own Role
    """Moto's role of an account by its name; None if there is none."""
    roles = iam_backends[account]["aws"].roles.values()
    return next((role for role in roles if role.name == name), None)


def identity_policies(principal: Principal) -> tuple[Policy, ...]:
    """Inline and managed policies of a session's role, or of a user and its groups."""
    if principal.kind == "user":
        return tuple(one for holder in users.holders(principal) for one in _held_by(holder))
    return tuple(_held_by(role_of(principal))) if principal.kind == "role" else ()


def _held_by(holder: Any) -> Iterator[Policy]:  # noqa: ANN401 - moto's own role, user or group
    for name, text in holder.policies.items():
        yield read_policy(policy_text(text), name=f"{holder.name}/{name}")
    for arn, policy in holder.managed_policies.items():
        yield _managed(policy, arn)


def user_id(principal: Principal) -> str:
    """``aws:userid``: the role's id with the session's name, the user's id, or the account."""
    if principal.kind == "anonymous":
        return principal.arn
    if principal.kind == "user":
        return str(users.user_of(principal).id)
    if principal.kind != "role":
        return principal.account
    return f"{role_of(principal).id}:{principal.arn.rsplit('/', 1)[-1]}"


def principal_tags(principal: Principal) -> Mapping[str, str]:
    """``aws:PrincipalTag/…`` of a user, or of a session: its role's, and its own before them."""
    if principal.kind == "user":
        named = users.tags_of(users.user_of(principal))
        return {f"aws:principaltag/{key.lower()}": value for key, value in named.items()}
    kept: Any = role_of(principal).tags if principal.kind == "role" else {}
    # moto keeps a list at first, and objects by key once a tag is changed.
    tags = kept.values() if isinstance(kept, Mapping) else kept or ()
    found = {f"aws:principaltag/{tag['Key'].lower()}": tag["Value"] for tag in tags}
    own = {f"aws:principaltag/{key.lower()}": value for key, value in principal.session_tags}
    return found | own


def boundary(principal: Principal) -> Policy | None:
    """Permissions boundary of a session's role.

    Raises:
        AwsError: AccessDenied, if the boundary's policy does not exist: then nothing is allowed.
    """
    arn = role_of(principal).permissions_boundary_arn if principal.kind == "role" else None
    if not arn:
        return None
    store = "aws" if arn.split(":")[4] == "aws" else arn.split(":")[4]
    account = principal.account if store == "aws" else store
    policy = iam_backends[account]["aws"].managed_policies.get(arn)
    if policy is None:
        raise AwsError("AccessDenied", f"permissions boundary {arn} does not exist", 403)
    return _managed(policy, arn)


def session_policy(principal: Principal) -> Policy | None:
    """Policy that bounds this one session."""
    if not principal.session_policies:
        return None
    name = f"session policy of {principal.arn}"
    given = [read_policy(text, name=name) for text in principal.session_policies]
    return Policy(name=name, statements=tuple(one for each in given for one in each.statements))


def managed_document(arn: str, *, account: str) -> str | None:
    """Text of a managed policy of AWS or of one account; None if that account has none such."""
    policy = iam_backends[account]["aws"].managed_policies.get(arn)
    return _document(policy) if policy else None


def _managed(policy: ManagedPolicy, arn: str) -> Policy:
    return read_policy(_document(policy), name=arn)


def _document(policy: ManagedPolicy) -> str:
    version = next(v for v in policy.versions if v.version_id == policy.default_version_id)
    return policy_text(version.document)


def policy_text(document: Any) -> str:  # noqa: ANN401 - moto keeps text or what was parsed
    """A kept policy as JSON text."""
    return document if isinstance(document, str) else json.dumps(document)


def know_aws_managed_policies() -> None:
    """Let every account attach the few policies of AWS that templates use."""
    # moto itself knows all of them or none.
    IAMBackend._init_aws_policies = _aws_managed  # type: ignore[method-assign, assignment]  # noqa: SLF001


def _aws_managed(backend: IAMBackend) -> list[ManagedPolicy]:
    return [
        AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, entry)
        for name, entry in _aws_managed_documents().items()
    ]


@cache
def _aws_managed_documents() -> Mapping[str, Any]:
    from moto.iam.aws_managed_policies import aws_managed_policies_data  # noqa: PLC0415

    every = json.loads(aws_managed_policies_data)
    return {name: every[name] for name in _AWS_MANAGED}
